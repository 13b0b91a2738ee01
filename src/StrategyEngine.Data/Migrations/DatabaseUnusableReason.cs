namespace StrategyEngine.Data.Migrations;

/// <summary>Why a database cannot be used.</summary>
public enum DatabaseUnusableReason
{
    /// <summary>The file, its folder or the connection allows no writing. Code <c>migrations.read_only</c>.</summary>
    ReadOnly,

    /// <summary>The file or server cannot be opened. Code <c>migrations.cannot_open</c>.</summary>
    CannotOpen,

    /// <summary>The file is damaged, or is no database. Code <c>migrations.corrupt</c>.</summary>
    Corrupt,
}
