"""All rules about the form of a file, in the order of the state's list; ours stand last."""

from torikumi.check.machine_readable.rule import FormRule
from torikumi.check.machine_readable.rules import (
    area,
    dependent_characters,
    divided,
    encoding,
    file_type,
    formulas,
    hidden,
    item_names,
    marks_in_numbers,
    merged_cells,
    objects,
    one_datum,
    plain_numbers,
    several_tables,
    spacing,
    units,
    western_years,
)

FORM_RULES: tuple[FormRule, ...] = (
    file_type.RULE,
    one_datum.RULE,
    plain_numbers.RULE,
    merged_cells.RULE,
    spacing.RULE,
    item_names.RULE,
    formulas.RULE,
    objects.RULE,
    units.RULE,
    dependent_characters.RULE,
    western_years.RULE,
    area.RULE,
    marks_in_numbers.RULE,
    divided.RULE,
    several_tables.RULE,
    hidden.RULE,
    encoding.RULE,
)
