namespace StrategyEngine.Data.Migrations;

/// <summary>What a statement written by hand does to a table.</summary>
/// <param name="Action">What, as in "drops" or "deletes every row of".</param>
/// <param name="Schema">The schema the statement names, without delimiters, or null.</param>
/// <param name="Table">The table, without delimiters and schema.</param>
internal sealed record RawSqlFinding(string Action, string? Schema, string Table);
