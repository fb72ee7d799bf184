"""Opening a set of models as a Stanza pipeline; importing this module imports torch, which takes seconds."""

from __future__ import annotations

import torch
from stanza.models.common.foundation_cache import FoundationCache
from stanza.models.common.pretrain import Pretrain
from stanza.models.depparse.model import GraphParser
from stanza.pipeline.core import DownloadMethod, Pipeline

from quotetrail.detect.decoding import decode_graph_predictions
from quotetrail.detect.weights import ModelSet, check
from quotetrail.errors import ModelsMissing


class WidenedPretrain(Pretrain):  # type: ignore[misc]  # Stanza ships no types
    """Stanza's word vectors in single precision, however they are stored.

    Models copy their own weights into single precision when they load, but compute with the vectors as they are.
    """

    def load(self) -> None:
        """Read the file and widen the vectors."""
        super().load()
        self._emb: torch.Tensor = self._emb.float()


def open_pipeline(models: ModelSet, *, threads: int) -> Pipeline:
    """Load a set on the CPU; a bundled one is checked first.

    `threads` is the number of threads torch may use in this process. Raises ModelsMissing when a file cannot be used.
    """
    if models.bundled:
        check(models)
    torch.set_num_threads(threads)
    cache = FoundationCache(local_files_only=True)
    for path in (models.folder / models.language / "pretrain").glob("*.pt"):
        cache.pretrains[str(path)] = WidenedPretrain(str(path))
    try:
        pipeline = Pipeline(
            models.language,
            dir=str(models.folder),
            package=None,
            processors=dict(models.packages),
            download_method=DownloadMethod.NONE,
            foundation_cache=cache,
            use_gpu=False,
            logging_level="ERROR",
            # a set without lemmas can still be parsed: the parser then reads lower-case forms in their place
            depparse_check_requirements="lemma" in models.processors,
        )
    except Exception as error:  # a damaged file fails in as many ways as there are unpicklers and layers
        where = models.folder / models.language
        raise ModelsMissing(f"the models in {where} cannot be loaded ({error}); pull or install them again") from error
    if "depparse" in pipeline.processors:
        model = pipeline.processors["depparse"].trainer.model
        if isinstance(model, GraphParser):
            model.decode_graph_predictions = decode_graph_predictions  # of this object alone; decoding.py says why
    return pipeline
