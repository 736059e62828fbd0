"""The answers of the static API against the description that stands beside them: each file has one
path there, and is as its schema says. Of tests/publish/expected, and of the example edition with a
newsletter that left the house."""

import copy
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

try:
    from jsonschema import Draft202012Validator, RefResolver
except ImportError:
    sys.exit(77)

MAIL = """
mail:
  from: "AI Every Day <news@ai-every-day.example>"
  imprint: 1 Example Street, Berlin
  lists: [daily every weekday at 20:00]
"""


class Description:
    def __init__(self, public):
        self.public = public
        with open(public + "api/openapi.json", encoding="utf-8") as file:
            self.root = json.load(file)
        self.resolver = RefResolver.from_schema(self.root)

    def resolved(self, value):
        while "$ref" in value:
            value = self.resolver.resolve(value["$ref"])[1]
        return value

    def validator(self, schema):
        return Draft202012Validator(schema, resolver=self.resolver)

    def check(self):
        """What OpenAPI 3.1 asks of the parts that are used."""
        assert self.root["openapi"].startswith("3.1.")
        assert self.root["info"]["title"] and self.root["info"]["version"]
        for schema in self.root["components"]["schemas"].values():
            Draft202012Validator.check_schema(schema)
        names, tags = set(), {tag["name"] for tag in self.root["tags"]}
        for path, item in self.root["paths"].items():
            operation = item["get"]
            assert operation["operationId"] not in names and tags.issuperset(operation["tags"])
            names.add(operation["operationId"])
            parameters = [self.resolved(p) for p in operation.get("parameters", [])]
            declared = sorted(p["name"] for p in parameters if p["in"] == "path")
            assert declared == sorted(re.findall(r"\{(\w+)\}", path)), path
            assert all(p["required"] for p in parameters if p["in"] == "path")
            for response in operation["responses"].values():
                assert self.resolved(response)["description"]

    def fits(self, path, item, address):
        """Whether the address is one of the path's, its parameters being what they may be."""
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path))
        match = re.fullmatch(pattern, address)
        if not match:
            return False
        for parameter in map(self.resolved, item["get"].get("parameters", [])):
            value = match.group(parameter["name"])
            if parameter["schema"]["type"] == "integer":
                value = int(value) if value.isdigit() else value
            if not self.validator(parameter["schema"]).is_valid(value):
                return False
        return True

    def schema_of(self, address):
        found = [i for path, i in self.root["paths"].items() if self.fits(path, i, address)]
        assert len(found) == 1, (address, len(found))
        (content,) = self.resolved(found[0]["get"]["responses"]["200"])["content"].values()
        return content["schema"]

    def answers(self):
        found = {}
        for path in glob.glob(self.public + "**/*.json", recursive=True):
            if not path.endswith("openapi.json"):
                with open(path, encoding="utf-8") as file:
                    found["/" + path[len(self.public) :]] = json.load(file)
        return found


def check(public):
    """All answers, by their addresses."""
    description = Description(public)
    description.check()
    answers = description.answers()
    for address, answer in answers.items():
        wrong = description.validator(description.schema_of(address)).iter_errors(answer)
        errors = [f"{error.json_path}: {error.message}" for error in wrong]
        assert not errors, (address, errors)
    return description, answers


def refuses_others(description, page):
    """A description that takes anything describes nothing."""
    pages = description.validator({"$ref": "#/components/schemas/Page"})
    assert pages.is_valid(page)
    for key in page["value"][0]:
        without, other = copy.deepcopy(page), copy.deepcopy(page)
        del without["value"][0][key]
        other["value"][0][key] = 1.5
        assert not pages.is_valid(without) and not pages.is_valid(other), key
    page["value"][0]["more"] = None
    assert not pages.is_valid(page)


def publish_newsletter(folder):
    def broadsheet(now, *words):
        subprocess.run(
            [os.path.abspath(os.environ["BROADSHEET"]), "-C", folder, *words],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(now)},
        )

    shutil.copytree("examples/ai-every-day", folder)
    with open(folder + "/edition.yaml", "a", encoding="utf-8") as file:
        file.write(MAIL)
    broadsheet(1760000000, "run", "--once")
    broadsheet(1760000000, "issue", "build")
    broadsheet(1760000000, "issue", "approve", "--at", "20:00")
    broadsheet(1760040000, "publish")


description, answers = check("tests/publish/expected/public/")
assert len(answers) > 8
refuses_others(description, next(a for u, a in answers.items() if u.startswith("/api") and a["value"]))
with tempfile.TemporaryDirectory() as folder:
    publish_newsletter(folder + "/paper")
    _, more = check(folder + "/paper/public/")
    assert sum(address.startswith("/api/newsletters/") for address in more) == 3
print(f"{len(answers)} and {len(more)} answers are as described")
