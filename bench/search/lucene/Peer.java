import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.util.CharTokenizer;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.search.*;
import org.apache.lucene.store.*;
import org.apache.lucene.util.BytesRef;

/** Lucene over the tokens that Kenri's analysis made, with a plan of the same shape: keys or all tokens, then a share. */
public final class Peer {
    static final String[] TEXT = {"t", "a", "c", "w", "v", "k", "r", "u", "key"};
    static final String[] FACETS = {"field", "schema", "source", "status"};
    static final Map<String, Float> WEIGHTS = Map.of("t", 2f, "w", 1.5f, "k", 0.8f, "r", 0.8f, "u", 0.6f);

    record Asked(String kind, String[] keys, String[][] must, String[] sounds, String field) {}

    static final class Spaced extends Analyzer {
        @Override protected TokenStreamComponents createComponents(String name) {
            Tokenizer source = CharTokenizer.fromSeparatorCharPredicate(Character::isWhitespace);
            return new TokenStreamComponents(source);
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Paths.get(arguments[0]);
        Set<String> mixed = Set.of(arguments[1].split(","));
        Map<String, Object> figures = new LinkedHashMap<>();
        Directory directory = new MMapDirectory(folder.resolve("lucene"));
        build(directory, folder.resolve("documents.tsv"), figures);
        long bytes = 0;
        for (String file : directory.listAll()) bytes += directory.fileLength(file);
        figures.put("bytes", bytes);
        IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(directory));
        searcher.setQueryCache(null);
        Map<String, List<Asked>> queries = read(folder.resolve("queries.tsv"));
        for (int round = 0; round < 3; round++)
            for (List<Asked> some : queries.values()) for (Asked one : some) ask(searcher, one);
        StringBuilder classes = new StringBuilder();
        for (Map.Entry<String, List<Asked>> entry : queries.entrySet()) {
            double[] times = new double[entry.getValue().size()];
            for (int i = 0; i < times.length; i++) {
                long started = System.nanoTime();
                ask(searcher, entry.getValue().get(i));
                times[i] = (System.nanoTime() - started) / 1e6;
            }
            Arrays.sort(times);
            if (classes.length() > 0) classes.append(", ");
            classes.append(String.format(Locale.ROOT, "\"%s\": [%.3f, %.3f]", entry.getKey(),
                times[times.length / 2], times[Math.min(times.length - 1, (int) (times.length * 0.99))]));
        }
        List<Asked> all = new ArrayList<>();
        for (Map.Entry<String, List<Asked>> entry : queries.entrySet()) if (mixed.contains(entry.getKey())) all.addAll(entry.getValue());
        Collections.shuffle(all, new Random(1));
        double one = perSecond(searcher, all, 1), two = perSecond(searcher, all, 2);
        System.out.println(String.format(Locale.ROOT,
            "{\"index_seconds\": %.1f, \"bytes\": %d, \"classes\": {%s}, \"qps\": [%.0f, %.0f]}",
            figures.get("seconds"), bytes, classes, one, two));
    }

    static void build(Directory directory, Path documents, Map<String, Object> figures) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(new Spaced());
        config.setRAMBufferSizeMB(256);
        long started = System.nanoTime();
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            BlockingQueue<List<String>> batches = new ArrayBlockingQueue<>(16);
            List<Thread> workers = new ArrayList<>();
            AtomicReference<Exception> failed = new AtomicReference<>();
            for (int i = 0; i < 2; i++) {
                Thread worker = new Thread(() -> {
                    try {
                        for (List<String> batch = batches.take(); !batch.isEmpty(); batch = batches.take())
                            for (String line : batch) writer.addDocument(document(line));
                    } catch (Exception error) { failed.set(error); }
                });
                worker.start();
                workers.add(worker);
            }
            try (BufferedReader lines = Files.newBufferedReader(documents, StandardCharsets.UTF_8)) {
                List<String> batch = new ArrayList<>();
                for (String line; (line = lines.readLine()) != null; ) {
                    batch.add(line);
                    if (batch.size() == 1000) { batches.put(batch); batch = new ArrayList<>(); }
                }
                if (!batch.isEmpty()) batches.put(batch);
            }
            for (int i = 0; i < 2; i++) batches.put(List.of());
            for (Thread worker : workers) worker.join();
            if (failed.get() != null) throw failed.get();
            writer.commit();
        }
        figures.put("seconds", (System.nanoTime() - started) / 1e9);
    }

    static Document document(String line) {
        String[] cells = line.split("\t", -1);
        Document document = new Document();
        document.add(new StringField("id", cells[0], Field.Store.YES));
        for (int i = 0; i < TEXT.length; i++) if (!cells[i + 1].isEmpty()) document.add(new TextField(TEXT[i], cells[i + 1], Field.Store.NO));
        for (int i = 0; i < FACETS.length; i++) {
            String value = cells[i + 1 + TEXT.length];
            document.add(new StringField(FACETS[i], value, Field.Store.NO));
            document.add(new SortedDocValuesField(FACETS[i], new BytesRef(value)));
        }
        return document;
    }

    static Map<String, List<Asked>> read(Path path) throws IOException {
        Map<String, List<Asked>> queries = new LinkedHashMap<>();
        for (String line : Files.readAllLines(path)) {
            String[] cells = line.split("\t", -1);
            String[] musts = cells[2].isEmpty() ? new String[0] : cells[2].split("\\|");
            String[][] must = new String[musts.length][];
            for (int i = 0; i < musts.length; i++) must[i] = musts[i].split(" ");
            queries.computeIfAbsent(cells[0], k -> new ArrayList<>()).add(new Asked(cells[0],
                cells[1].isEmpty() ? new String[0] : cells[1].split(" "), must,
                cells[3].isEmpty() ? new String[0] : cells[3].split(" "), cells[4]));
        }
        return queries;
    }

    static Query anywhere(String[] must) {
        List<Query> some = new ArrayList<>();
        for (int i = 1; i < must.length; i++) some.add(weighed(must[i], must[0]));
        return new DisjunctionMaxQuery(some, 0f);
    }

    static Query weighed(String field, String token) {
        return new BoostQuery(new TermQuery(new Term(field, token)), WEIGHTS.getOrDefault(field, 1f));
    }

    static Query filtered(Query query, Asked one) {
        if (one.field.isEmpty()) return query;
        return new BooleanQuery.Builder().add(query, BooleanClause.Occur.MUST)
            .add(new TermQuery(new Term("field", one.field)), BooleanClause.Occur.FILTER).build();
    }

    static int ask(IndexSearcher searcher, Asked one) throws IOException {
        List<Query> branches = new ArrayList<>();
        float score = 1000;
        for (String key : one.keys) branches.add(new BoostQuery(new ConstantScoreQuery(new TermQuery(new Term("key", key))), score -= 50));
        BooleanQuery.Builder every = new BooleanQuery.Builder();
        for (String[] must : one.must) every.add(anywhere(must), BooleanClause.Occur.MUST);
        if (one.must.length > 0) branches.add(every.build());
        Query query = filtered(new DisjunctionMaxQuery(branches, 0f), one);
        int total = run(searcher, query, one);
        if (total > 0 || one.must.length == 0 || one.kind.equals("completion")) return total;
        BooleanQuery.Builder some = new BooleanQuery.Builder();
        for (String[] must : one.must) {
            some.add(anywhere(must), BooleanClause.Occur.SHOULD);
            boolean rare = must[1].equals("w") && searcher.getIndexReader().docFreq(new Term("w", must[0])) <= 2;
            if (rare && must[0].length() > 2)
                for (int i = 1; i < must.length; i++)
                    some.add(new FuzzyQuery(new Term(must[i], must[0]), 1, 0, 50, true), BooleanClause.Occur.SHOULD);
        }
        some.setMinimumNumberShouldMatch(Math.max(1, Math.round(0.4f * one.must.length)));
        List<Query> loose = new ArrayList<>();
        loose.add(some.build());
        if (one.sounds.length > 1) {
            BooleanQuery.Builder sounds = new BooleanQuery.Builder();
            for (String sound : one.sounds) sounds.add(weighed("k", sound), BooleanClause.Occur.SHOULD);
            sounds.setMinimumNumberShouldMatch(Math.max(1, Math.round(0.6f * one.sounds.length)));
            loose.add(sounds.build());
        }
        return run(searcher, filtered(new DisjunctionMaxQuery(loose, 0f), one), one);
    }

    static int run(IndexSearcher searcher, Query query, Asked one) throws IOException {
        TopDocs top = searcher.search(query, 10);
        for (ScoreDoc hit : top.scoreDocs) searcher.storedFields().document(hit.doc).get("id");
        if (one.kind.equals("fielded") && top.totalHits.value > 0) searcher.search(query, new Counting());
        return (int) top.totalHits.value;
    }

    /** Counts the values of four facets over all matches. */
    static final class Counting extends SimpleCollector {
        final List<Map<String, Integer>> counts = new ArrayList<>();
        final SortedDocValues[] values = new SortedDocValues[FACETS.length];
        int[][] segment;
        @Override protected void doSetNextReader(LeafReaderContext context) throws IOException {
            flush();
            segment = new int[FACETS.length][];
            for (int i = 0; i < FACETS.length; i++) {
                values[i] = DocValues.getSorted(context.reader(), FACETS[i]);
                segment[i] = new int[values[i].getValueCount()];
            }
        }
        @Override public void collect(int document) throws IOException {
            for (int i = 0; i < FACETS.length; i++) if (values[i].advanceExact(document)) segment[i][values[i].ordValue()]++;
        }
        void flush() throws IOException {
            if (segment == null) return;
            for (int i = 0; i < FACETS.length; i++) {
                if (counts.size() <= i) counts.add(new HashMap<>());
                for (int ordinal = 0; ordinal < segment[i].length; ordinal++)
                    if (segment[i][ordinal] > 0) counts.get(i).merge(values[i].lookupOrd(ordinal).utf8ToString(), segment[i][ordinal], Integer::sum);
            }
        }
        @Override public void finish() throws IOException { flush(); segment = null; }
        @Override public ScoreMode scoreMode() { return ScoreMode.COMPLETE_NO_SCORES; }
    }

    static double perSecond(IndexSearcher searcher, List<Asked> all, int threads) throws Exception {
        AtomicLong done = new AtomicLong();
        long end = System.nanoTime() + 6_000_000_000L;
        List<Thread> workers = new ArrayList<>();
        for (int number = 0; number < threads; number++) {
            int start = number * 7;
            Thread worker = new Thread(() -> {
                try {
                    for (int place = start; System.nanoTime() < end; place++, done.incrementAndGet()) ask(searcher, all.get(place % all.size()));
                } catch (IOException error) { throw new UncheckedIOException(error); }
            });
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) worker.join();
        return done.get() / 6.0;
    }
}
