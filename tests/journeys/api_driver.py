"""Journeys by programme: JSON over HTTP with a key, as a platform or an office's own system would do it."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kenri.project.commands.registry import registry
from tests.journeys.stage import Stage

V1 = "/api/v1"
GIVEN = {"about": "award_case", "part": "part"}
"""What a case opens with, by the words of the stories."""


class ApiDriver:
    """The interface for programmes."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.client = Client()

    def call(self, who: str, path: str, told: object = None, status: int = 200) -> Any:
        """Ask (GET), or tell (POST) where there is something to tell; the answer, of that status."""
        bearer = {"Authorization": f"Bearer {self.stage.keys[who]}", "Accept-Language": "ja"} if who else {}
        if told is None:
            answer = self.client.get(V1 + path, headers=bearer)
        else:
            body = json.dumps(told)
            answer = self.client.post(V1 + path, body, content_type="application/json", headers=bearer)
        assert answer.status_code == status, (path, answer.status_code, answer.content.decode()[:2000])
        return json.loads(answer.content)

    def find(self, words: str) -> str:
        return self.client.get("/ja/search.json", {"q": words}).json()["results"][0]["id"]

    def routes(self, entity: str, use: str, **answers: str) -> dict[str, str]:
        asked = {"use": use, "as": "json", **{f"a.{key}": value for key, value in answers.items()}}
        made = self.client.get(f"/ja/entities/{entity}/plan", asked).json()
        return {route["kind"]: route["state"] for part in made["parts"] for route in part["routes"]}

    def told(self, entity: str, use: str, **answers: str) -> str:
        asked = {"use": use, "as": "json", **{f"a.{key}": value for key, value in answers.items()}}
        return self.client.get(f"/ja/entities/{entity}/plan", asked).content.decode()

    def everything(self, who: str, number: str, entity: str) -> str:
        bearer = {"Authorization": f"Bearer {self.stage.keys[who]}"}
        pack = self.client.get(f"{V1}/cases/{number}/evidence", headers=bearer)
        files = zipfile.ZipFile(io.BytesIO(pack.content))
        told = [files.read(name).decode(errors="ignore") for name in files.namelist()]
        found = self.client.get(f"/ja/entities/{entity}.json").content.decode()
        case = json.dumps(self.call(who, f"/cases/{number}"), ensure_ascii=False)
        return "\n".join((found, self.told(entity, "post_online"), case, *told))

    def register(self, who: str, work: dict[str, str], answers: dict[str, str], fee: str = "") -> str:
        told = {"work": work, "answers": answers, "terms": {"fee": fee} if fee else {}}
        self.call(who, "/works", told, 201)
        registry(json=True)
        return self.find(work["title"])

    def whole(self, who: str, number: str, on: str) -> tuple[bool, dict[str, bool]]:
        answer = self.call(who, f"/cases/{number}/whole?on={on}")
        assert all(piece["reasons"] for piece in answer["pieces"])
        assert answer["on"] == on
        return answer["allowed"], {piece["layer"]: piece["allowed"] for piece in answer["pieces"]}

    def open(self, who: str, procedure: str, title: str, **told: str) -> str:
        use = {"preset": told.get("use", "stream_archive_programme")}
        use |= {"begins": told.get("begins", "2026-09-01"), "ends": told.get("ends", "2028-08-31")}
        holder = {"holder": self.stage.party(told["holder"])} if "holder" in told else {}
        opening = {
            "procedure": procedure, "title": "" if "entity" in told else title, "use": use, "entity": told.get("entity", ""),
            "organisation": self.stage.body(who), "parties": holder,
            "given": {key: told[name] for name, key in GIVEN.items() if name in told},
        }  # fmt: skip
        return self.call(who, "/cases", opening, 201)["number"]

    def act(self, who: str, number: str, action: str, **told: str | int) -> None:
        self.call(who, f"/cases/{number}/actions", {"action": action, "input": told})

    def refusal(self, who: str, number: str, action: str, **told: str | int) -> str:
        answer = self.call(who, f"/cases/{number}/actions", {"action": action, "input": told}, 409)
        return " ".join(reason["text"]["ja"] + reason["cure"]["ja"] for reason in answer["reasons"])

    def hand_in(self, who: str, number: str, kind: str, name: str, data: bytes) -> None:
        self.send(who, f"/cases/{number}/files", name, data, kind=kind)

    def admit(self, who: str, number: str, role: str, whom: str) -> None:
        self.call(who, f"/cases/{number}/parties", {"role": role, "who": whom})

    def state(self, who: str, number: str) -> str:
        return self.call(who, f"/cases/{number}")["state"]

    def view_sites(self, who: str, number: str, day: str) -> None:
        for site in self.call(who, f"/cases/{number}")["data"].get("sites", []):
            told = {"item": site["item"], "viewed_on": day, "viewed_result": "該当なし"}
            self.act(who, number, "view_site", **told)

    def known(self, who: str, number: str) -> dict[str, str]:
        return self.call(who, f"/cases/{number}")["data"]

    def documents(self, who: str, number: str) -> set[str]:
        return {one["template"] for one in self.call(who, f"/cases/{number}")["documents"]}

    def following(self, who: str, procedure: str) -> str:
        found = self.call(who, f"/cases?procedure={procedure}&sort=-opened")
        return found["cases"][0]["number"]

    def may_use(self, who: str, number: str, on: str) -> bool:
        return self.call("", f"/cases/{number}/use?on={on}")["allowed"]

    def report_uses(self, who: str, table: str, scheme: str, first: str, last: str) -> str:
        told = {"platform": self.stage.party(who), "scheme": scheme, "first": first, "last": last}
        made = self.send(who, "/usage/reports", "usage.csv", table.encode(), **told)
        number = made["number"]
        again = self.send(who, "/usage/reports", "usage.csv", table.encode(), **told)
        assert again["number"] == number, "handed in twice it is one"
        return number

    def send(self, who: str, path: str, name: str, data: bytes, **told: str) -> Any:
        """Send a file; the answer."""
        bearer = {"Authorization": f"Bearer {self.stage.keys[who]}", "Accept-Language": "ja"}
        answer = self.client.post(V1 + path, {**told, "file": SimpleUploadedFile(name, data)}, headers=bearer)
        assert answer.status_code == 201, answer.content.decode()[:2000]
        return json.loads(answer.content)

    def sees_report(self, who: str, report: str) -> bool:
        bearer = {"Authorization": f"Bearer {self.stage.keys[who]}"}
        return self.client.get(f"{V1}/usage/reports/{report}", headers=bearer).status_code == 200

    def tell_holders(self, who: str, table: str) -> None:
        assert self.send(who, "/usage/shares", "shares.csv", table.encode())["problems"] == []

    def ask_platform(self, who: str, report: str) -> tuple[str, int]:
        made = self.call(who, f"/usage/reports/{report}/obligation", {}, 201)
        return made["reference"], made["yen"]

    def take_bank_file(self, who: str, data: bytes) -> None:
        assert self.send(who, "/money/bank-files", "statement.txt", data)["matched"]

    def distribute(self, who: str, report: str) -> int:
        told = {"key": f"first-{report}"}
        made = self.call(who, f"/usage/reports/{report}/runs", told, 201)
        again = self.call(who, f"/usage/reports/{report}/runs", told, 201)
        assert again["number"] == made["number"]
        assert self.call(who, f"/usage/runs/{made['number']}")["run"] == made["number"]
        return made["to_holders"]

    def pay_out(self, who: str, batch: str) -> list[int]:
        made = self.call(who, "/usage/payments", {"batch": batch}, 201)["payments"]
        return sorted((one["paid"] for one in made), reverse=True)

    def statement(self, who: str, of: str, first: str, last: str) -> bytes | None:
        asked = {"payee": self.stage.party(of), "first": first, "last": last}
        bearer = {"Authorization": f"Bearer {self.stage.keys[who]}"}
        answer = self.client.get(f"{V1}/money/statement", asked, headers=bearer)
        return answer.content if answer.status_code == 200 else None
