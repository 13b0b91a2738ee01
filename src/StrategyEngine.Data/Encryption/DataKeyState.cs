namespace StrategyEngine.Data.Encryption;

/// <summary>Where a data key is in its life. Keys only ever move down this list.</summary>
public enum DataKeyState
{
    /// <summary>New values are sealed with it. At most one key of a purpose is active.</summary>
    Active,

    /// <summary>Values sealed with it are still opened, new ones are not made.</summary>
    Decrypt,

    /// <summary>Neither seals nor opens: every value under it fails with <see cref="KeyRevokedException"/>.</summary>
    Revoked,

    /// <summary>The wrapped key has been erased: its values are gone for good.</summary>
    Destroyed,
}
