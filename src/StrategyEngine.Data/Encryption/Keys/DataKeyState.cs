namespace StrategyEngine.Data.Encryption;

/// <summary>Where a data key is in its life. Keys move down this list; only a retired one can be reinstated.</summary>
public enum DataKeyState
{
    /// <summary>New values are sealed with it. At most one key of a purpose is active.</summary>
    Active,

    /// <summary>Values sealed with it are still opened, new ones are not made.</summary>
    Decrypt,

    /// <summary>
    /// No value was left under it: what names it all the same fails with <see cref="KeyRetiredException"/>. Can be reinstated.
    /// </summary>
    Retired,

    /// <summary>Neither seals nor opens: every value under it fails with <see cref="KeyRevokedException"/>.</summary>
    Revoked,

    /// <summary>The wrapped key has been erased: its values are gone for good.</summary>
    Destroyed,
}
