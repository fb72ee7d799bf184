"""Archives are read member by member, and believed in nothing."""

from __future__ import annotations

import gzip
import io
import os
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.errors import InvalidInput, QuotetrailError, TooLarge, UnsupportedMedia
from quotetrail.ingest.archives import Member, count, folder, is_archive, members
from quotetrail.settings import Settings

SETTINGS = Settings(max_members=100, max_body=100_000, max_unpacked=1_000_000)

Files = list[tuple[str, bytes]]


def make_zip(files: Files) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return packed.getvalue()


def make_tar(files: Files) -> bytes:
    return tar_of(tar_file(name, content) for name, content in files)


def tar_file(name: str, content: bytes = b"") -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    info.type = tarfile.DIRTYPE if name.endswith("/") else tarfile.REGTYPE
    return info, content


def tar_special(name: str, kind: bytes) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = "/etc/passwd"
    return info, b""


def tar_of(files: Iterable[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for info, content in files:
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def read(name: str, content: bytes, *, limits: Settings = SETTINGS) -> list[Member]:
    return list(members(name, io.BytesIO(content), settings=limits))


def problems(found: Iterable[Member]) -> dict[str, type[Exception] | None]:
    return {member.name: None if member.problem is None else type(member.problem) for member in found}


MAKERS = pytest.mark.parametrize(("name", "make"), [("a.zip", make_zip), ("a.tar.gz", make_tar), ("A.TGZ", make_tar)])
Make = Callable[[Files], bytes]


@MAKERS
def test_members_come_in_order_of_their_names_with_their_bytes(name: str, make: Make) -> None:
    content = make([("b/2.txt", b"two"), ("a.txt", b"\xff\0one"), ("b/10.txt", b"zehn"), ("./c.txt", b"")])
    assert read(name, content) == [
        Member("a.txt", content=b"\xff\0one"),
        Member("b/10.txt", content=b"zehn"),
        Member("b/2.txt", content=b"two"),
        Member("c.txt", content=b""),
    ]
    assert count(name, io.BytesIO(content), settings=SETTINGS) == 4


@MAKERS
def test_what_systems_leave_behind_is_passed_over(name: str, make: Make) -> None:
    clutter = ["folder/", "__MACOSX/._a.txt", ".DS_Store", ".git/config", "b/.hidden"]
    assert [member.name for member in read(name, make([*((left, b"") for left in clutter), ("a.txt", b"x")]))] == [
        "a.txt"
    ]


@MAKERS
@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ("../a.txt", "climbs"),
        ("b/../../a.txt", "climbs"),
        ("b\\..\\..\\a.txt", "climbs"),
        ("/etc/passwd.txt", "absolute"),
        ("\\\\host\\share.txt", "absolute"),
        ("C:\\a.txt", "absolute"),
        ("c:a.txt", "absolute"),
        ("inner.zip", "archive itself"),
        ("inner.tar.gz", "archive itself"),
        ("inner.7z", "archive itself"),
    ],
)
def test_a_member_whose_name_is_refused_does_not_fail_the_others(
    name: str, make: Make, bad: str, sentence: str
) -> None:
    found = read(name, make([("good.txt", b"x"), (bad, b"y"), ("zz.txt", b"z")]))
    assert [member.content for member in found if member.problem is None] == [b"x", b"z"]
    assert [sentence in str(member.problem) for member in found if member.problem is not None] == [True]


@MAKERS
def test_a_member_that_is_too_large_does_not_fail_the_others(name: str, make: Make) -> None:
    found = read(name, make([("a.txt", b"x" * 100_000), ("b.txt", b"x" * 100_001), ("c.txt", b"x")]))
    assert problems(found) == {"a.txt": None, "b.txt": TooLarge, "c.txt": None}


@MAKERS
def test_a_name_that_cannot_be_printed_is_shown_so_that_it_can(name: str, make: Make) -> None:
    (member,) = read(name, make([("a\x1b[31m\n.txt", b"x")]))
    assert member.name == "a\ufffd[31m\ufffd.txt"


def test_a_tar_name_that_is_not_utf_8_is_shown_without_surrogates() -> None:
    (member,) = read("a.tgz", make_tar([("caf\udce9.txt", b"x")]))
    assert member.name == "caf\ufffd.txt"


def test_links_and_devices_in_a_tar_are_refused_by_themselves() -> None:
    kinds = [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]
    specials = [tar_special(f"{number}.txt", kind) for number, kind in enumerate(kinds)]
    found = problems(read("a.tgz", tar_of([tar_file("good.txt", b"x"), *specials])))
    assert found == {"good.txt": None, **{f"{number}.txt": InvalidInput for number in range(len(kinds))}}


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_links_and_devices_in_a_zip_are_refused_by_themselves(kind: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = (kind | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
        archive.writestr("good.txt", "x")
    assert problems(read("a.zip", packed.getvalue())) == {"good.txt": None, "link.txt": InvalidInput}


def test_an_encrypted_member_is_refused_by_itself() -> None:
    content = bytearray(make_zip([("a.txt", b"secret"), ("b.txt", b"open")]))
    for header, flags_at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(header) + flags_at] |= 1
    found = read("a.zip", bytes(content))
    assert problems(found) == {"a.txt": UnsupportedMedia, "b.txt": None}
    assert "encrypted" in str(found[0].problem)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_that_cannot_be_unpacked_within_bounds_is_refused(method: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", b"x" * 1000, compress_type=method)
    assert problems(read("a.zip", packed.getvalue())) == {"a.txt": UnsupportedMedia}


def test_a_damaged_member_does_not_fail_the_others() -> None:
    content = bytearray(make_zip([("a.txt", bytes(range(256)) * 9), ("b.txt", b"whole")]))
    content[60] ^= 0xFF
    assert problems(read("a.zip", bytes(content))) == {"a.txt": InvalidInput, "b.txt": None}


def test_a_member_that_declares_less_than_it_holds_is_cut_off_there_and_found_out() -> None:
    content = make_zip([("a.txt", b"\0" * 90_000)])
    lying = content.replace(struct.pack("<L", 90_000), struct.pack("<L", 10))
    assert problems(read("a.zip", lying)) == {"a.txt": InvalidInput}


@MAKERS
def test_a_bomb_is_refused_as_a_whole_before_its_first_member(name: str, make: Make) -> None:
    bomb = make([(f"{number:02}.txt", b"\0" * 90_000) for number in range(20)])
    assert len(bomb) < 10_000
    with pytest.raises(TooLarge, match="unpacks"):
        next(members(name, io.BytesIO(bomb), settings=SETTINGS))


def test_a_gigabyte_of_zeros_is_refused_without_unpacking_it() -> None:
    bomb = gzip.compress(b"\0" * 2_000_000) * 500
    with pytest.raises(TooLarge):
        read("a.tar.gz", bomb)


@MAKERS
def test_too_many_members_are_refused_as_a_whole(name: str, make: Make) -> None:
    assert len(read(name, make([(f"{number}.txt", b"") for number in range(100)]))) == 100
    with pytest.raises(TooLarge, match="members"):
        read(name, make([(f"{number}.txt", b"") for number in range(101)]))


def test_a_hundred_thousand_members_are_refused() -> None:
    record = (
        struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0, 0, 0, 33, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0) + b"a.txt"
    )
    directory = record * 100_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(directory), 0, 0)
    with pytest.raises(TooLarge):
        read("a.zip", directory + end, limits=Settings())


def test_a_directory_or_header_that_claims_to_be_huge_is_refused_unread() -> None:
    header = tarfile.TarInfo("a.txt")
    header.type = tarfile.XHDTYPE
    header.size = 500_000_000
    with pytest.raises(QuotetrailError):
        read("a.tgz", gzip.compress(header.tobuf() + b"\0" * 5_000_000), limits=Settings())


def test_a_sparse_member_that_declares_more_than_it_holds_is_refused() -> None:
    info = tarfile.TarInfo("a.txt")
    info.pax_headers = {
        "GNU.sparse.major": "1",
        "GNU.sparse.minor": "0",
        "GNU.sparse.realsize": str(2**60),
        "GNU.sparse.name": "a.txt",
    }
    content = b"1\n0\n1\n".ljust(512, b"\0") + b"x"
    info.size = len(content)
    found = read("a.tgz", tar_of([(info, content), tar_file("b.txt", b"x")]))
    assert problems(found) == {"a.txt": UnsupportedMedia, "b.txt": None}


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
@pytest.mark.parametrize("content", [b"", b"not an archive", b"PK\x03\x04", b"\x1f\x8b\x08\0"])
def test_a_broken_archive_is_invalid(name: str, content: bytes) -> None:
    with pytest.raises(InvalidInput):
        read(name, content)


def test_an_archive_that_was_cut_off_is_invalid_rather_than_short() -> None:
    whole = make_tar([(f"{number}.txt", os.urandom(2_000)) for number in range(20)])
    with pytest.raises(InvalidInput):
        read("a.tgz", whole[: len(whole) // 2])
    tar = bytearray(gzip.decompress(whole))
    tar[10 * (512 + 2048) + 150] ^= 0xFF
    with pytest.raises(InvalidInput, match="header"):
        read("a.tgz", gzip.compress(bytes(tar)))


@MAKERS
def test_an_archive_without_files_is_invalid(name: str, make: Make) -> None:
    with pytest.raises(InvalidInput, match="no file"):
        read(name, make([("folder/", b""), (".hidden", b"x")]))


def test_only_zip_and_compressed_tar_are_archives() -> None:
    assert all(map(is_archive, ("a.zip", "A.ZIP", "b.tar.gz", "c.tgz")))
    assert not any(map(is_archive, ("a.txt", "zip", "a.gz", "a.rar", "a.zip.txt")))
    with pytest.raises(UnsupportedMedia):
        read("a.rar", b"Rar!")


@given(st.data())
@settings(deadline=None, max_examples=150)
def test_an_archive_damaged_anywhere_gives_its_members_or_clear_problems(data: st.DataObject) -> None:
    name, make = data.draw(st.sampled_from([("a.zip", make_zip), ("a.tgz", make_tar)]))
    content = bytearray(make([("a.txt", b"one" * 50), ("b/c.txt", bytes(range(256)))]))
    unpacked = name == "a.tgz" and data.draw(st.booleans())
    if unpacked:
        content = bytearray(gzip.decompress(bytes(content)))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = read(name, gzip.compress(bytes(content)) if unpacked else bytes(content))
    except QuotetrailError as refusal:
        refused = str(refusal)
    else:
        refused = "."
        assert all((member.content is None) != (member.problem is None) for member in found)
    assert refused.endswith(".")


def test_a_folder_is_read_under_the_same_rules(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name, content in {
        "z.txt": b"z",
        "b/a.txt": b"a",
        ".git/config": b"x",
        "big.txt": b"x" * 100_001,
        "in.zip": b"PK",
    }.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "link.txt").symlink_to("/etc/passwd")
    (tmp_path / "linked").symlink_to(tmp_path / "b")
    os.mkfifo(tmp_path / "pipe.txt")
    assert problems(folder(tmp_path, settings=SETTINGS)) == {
        "b/a.txt": None,
        "big.txt": TooLarge,
        "in.zip": UnsupportedMedia,
        "link.txt": InvalidInput,
        "linked": InvalidInput,
        "pipe.txt": InvalidInput,
        "z.txt": None,
    }


def test_a_folder_that_is_none_empty_or_overfull_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no folder"):
        list(folder(tmp_path / "nowhere", settings=SETTINGS))
    with pytest.raises(InvalidInput, match="no file"):
        list(folder(tmp_path, settings=SETTINGS))
    for number in range(101):
        (tmp_path / str(number)).touch()
    with pytest.raises(TooLarge, match="100"):
        list(folder(tmp_path, settings=SETTINGS))
