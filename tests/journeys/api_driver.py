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
        told = {"kind": kind, "file": SimpleUploadedFile(name, data)}
        bearer = {"Authorization": f"Bearer {self.stage.keys[who]}"}
        answer = self.client.post(f"{V1}/cases/{number}/files", told, headers=bearer)
        assert answer.status_code == 201, answer.content.decode()

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
