"""The files that the program writes, read by programs of others.

usage: check.py FOLDER STATEMENTS PROGRAM, a folder with out.csv, anki.txt, out.zip and the bank

CSV by Python's own reader and as a spreadsheet has it (openpyxl); Anki by its own library, twice: the second import updates;
QTI by the checks that can be had: well-formed XML by lxml, and a schema where one is named by QTI_SCHEMA.
"""
import csv
import json
import os
import subprocess
import sys
import tempfile
import zipfile

folder, expected, program = sys.argv[1], int(sys.argv[2]), sys.argv[3]


def table():
    import openpyxl

    with open(os.path.join(folder, "out.csv"), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    count = len(rows) + sum(1 for row in rows if row["counterpart"])
    assert count == expected, count
    assert not any(cell and cell[0] in "=+-@" for row in rows for cell in row.values()), "a cell is a formula"
    # Through a spreadsheet's own file and out again as such a program writes it: semicolons, with a mark.
    book = openpyxl.Workbook()
    book.active.append(list(rows[0]))
    for row in rows:
        book.active.append(list(row.values()))
    path = os.path.join(folder, "out.xlsx")
    book.save(path)
    with open(os.path.join(folder, "spreadsheet.csv"), "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True):
            writer.writerow(["" if cell is None else cell for cell in row])
    print(f"csv and openpyxl: {count} statements in {len(rows)} rows")


def mend():
    """Corrects the explanation of one statement, and writes the notes anew."""
    bank = os.path.join(folder, "bank")
    with open(os.path.join(bank, "bank.json"), encoding="utf-8") as file:
        path = os.path.join(bank, json.load(file)["topics"][0]["id"] + ".json")
    with open(path, encoding="utf-8") as file:
        topic = json.load(file)
    topic["pairs"][0]["left"]["explanation"] += " It was mended once more."
    with open(path, "w", encoding="utf-8") as file:
        json.dump(topic, file)
    later = os.path.join(folder, "later.txt")
    subprocess.run([program, "bank", "export", bank, "--format", "anki", "--to", later], check=True, stdout=subprocess.DEVNULL)


def anki():
    from anki.collection import Collection, ImportCsvRequest

    collection = Collection(os.path.join(tempfile.mkdtemp(), "collection.anki2"))

    def take(name):
        path = os.path.join(folder, name)
        metadata = collection.get_csv_metadata(path=path, delimiter=None)
        return collection.import_csv(ImportCsvRequest(path=path, metadata=metadata)).log

    first = take("anki.txt")
    assert len(first.new) == expected, (len(first.new), first.found_notes)
    before = {note: collection.get_note(note).guid for note in collection.find_notes("")}
    mend()
    take("later.txt")
    after = {note: collection.get_note(note).guid for note in collection.find_notes("")}
    assert before == after and len(after) == expected, "a second import adds notes"
    changed = [note for note in after if "mended once more" in "".join(collection.get_note(note).fields)]
    assert len(changed) == 1, f"a second import updates {len(changed)} notes"
    collection.close()
    print(f"anki: {expected} notes, and none more after a second import, which updated {len(changed)}")


def qti():
    from lxml import etree

    with zipfile.ZipFile(os.path.join(folder, "out.zip")) as package:
        assert package.testzip() is None
        items = [name for name in package.namelist() if name != "imsmanifest.xml"]
        manifest = etree.fromstring(package.read("imsmanifest.xml"))
        listed = [one.get("href") for one in manifest.iter("{http://www.imsglobal.org/xsd/imscp_v1p1}resource")]
        assert sorted(listed) == sorted(items) and len(items) == expected, len(items)
        schema = os.environ.get("QTI_SCHEMA")
        schema = etree.XMLSchema(etree.parse(schema)) if schema else None
        for name in items:
            item = etree.fromstring(package.read(name))
            if schema is not None:
                schema.assertValid(item)
    print(f"lxml: {len(items)} items, {'valid by the schema' if schema is not None else 'well-formed'}")
    if schema is None:
        print("not checked: the schema of QTI 2.1 is in no registry that is reached from here; QTI_SCHEMA names a copy")


table()
anki()
qti()
