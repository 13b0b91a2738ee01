using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>The schema of the tables of one context, at one moment.</summary>
/// <remarks>Other tables of the database are another's: a host may keep its own beside them.</remarks>
internal sealed class SchemaSnapshot
{
    private SchemaSnapshot(IReadOnlyList<string> lines) => Lines = lines;

    /// <summary>One line per part, in order: <c>table: part</c>.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>The lines as the journal keeps them.</summary>
    public string Text => string.Join('\n', Lines);

    /// <summary>SHA-256 over the lines.</summary>
    public string Fingerprint => StoredCommands.Hash(Lines);

    /// <summary>The tables that have a line.</summary>
    public IEnumerable<string> Tables => Lines.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]).Distinct();

    public static SchemaSnapshot Parse(string text) => new(text.Length == 0 ? [] : text.Split('\n'));

    /// <summary>Reads the schema of some tables.</summary>
    public static async Task<SchemaSnapshot> ReadAsync(
        MigrationSession session, IReadOnlySet<string> tables, CancellationToken cancellationToken)
    {
        var lines = await session.ReadSchemaAsync(cancellationToken).ConfigureAwait(false);
        return new SchemaSnapshot(
            [.. lines.Where(line => IsOneOf(line.Table, tables)).Select(line => $"{line.Table}: {line.Text}")
                .Order(StringComparer.Ordinal)]);
    }

    /// <summary>What another has and this one has not (<c>+</c>), and the other way round (<c>-</c>).</summary>
    public IReadOnlyList<string> DifferencesTo(SchemaSnapshot actual) =>
        [.. Lines.Except(actual.Lines).Select(line => $"- {line}"), .. actual.Lines.Except(Lines).Select(line => $"+ {line}")];

    // A model that names no schema has its tables in the engine's default one.
    private static bool IsOneOf(string table, IReadOnlySet<string> tables) =>
        tables.Contains(table) || (table.LastIndexOf('.') is var dot and >= 0 && tables.Contains(table[(dot + 1)..]));
}
