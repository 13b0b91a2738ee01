using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Administration;

/// <summary>What stands beside a backup, in a file of the same name with <c>.json</c> added. It holds no secret.</summary>
public sealed record BackupManifest
{
    /// <summary>The form of the manifest.</summary>
    /// <value>1.</value>
    public int Format { get; init; } = 1;

    /// <summary>The engine, such as <c>SQLite</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>When the copying began: what was committed before is in the backup.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The size of the backup.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>SHA-256 of the backup, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The newest migration in the backup; null if it has none.</summary>
    public required string? SchemaVersion { get; init; }

    /// <summary>
    /// The keys of the key ring that the backup cannot be read without. They are not in it: keep the ring, or a recovery kit of it, apart.
    /// </summary>
    public required IReadOnlyList<Guid> RingKeys { get; init; }

    /// <summary>The application that made it, and its version.</summary>
    public string? Application { get; init; }

    /// <summary>The version of this library.</summary>
    public string? LibraryVersion { get; init; }

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
