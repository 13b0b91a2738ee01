namespace StrategyEngine.Data.Migrations;

/// <summary>Why a database cannot be used.</summary>
public enum DatabaseUnusableReason
{
    /// <summary>The file, its folder or the connection allows no writing. Code <c>migrations.read_only</c>.</summary>
    ReadOnly,

    /// <summary>The user or role of the connection lacks a right. Code <c>migrations.not_permitted</c>.</summary>
    NotPermitted,

    /// <summary>The file cannot be opened, or the server lets nobody in. Code <c>migrations.cannot_open</c>.</summary>
    CannotOpen,

    /// <summary>The server cannot be reached, or ended the connection. Code <c>migrations.unreachable</c>.</summary>
    Unreachable,

    /// <summary>The file is damaged, or is no database. Code <c>migrations.corrupt</c>.</summary>
    Corrupt,
}
