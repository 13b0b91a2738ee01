namespace StrategyEngine.Data.Persistence;

/// <summary>One part of a schema in a form that can be compared: a column, a key, an index, a trigger, the options of a table.</summary>
/// <param name="Table">The table it belongs to, as <c>schema.table</c> or, in the engine's default schema, <c>table</c>.</param>
/// <param name="Text">What it is, such as <c>column note TEXT NOT NULL</c>, on one line. The same schema gives the same text, whoever made
/// it and in which order.</param>
public sealed record SchemaLine(string Table, string Text);
