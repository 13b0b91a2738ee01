namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>What is derived from the root key of sessions: one key per use. Immutable.</summary>
internal sealed class SessionRootKey(byte id, byte[] root)
{
    /// <summary>Behind refresh tokens.</summary>
    public RefreshKey Refresh { get; } = new(id, root);

    /// <summary>Authenticates two-factor challenges.</summary>
    public MacKey Challenge { get; } = new(SubKey.Derive(root, "challenge"));

    /// <summary>Authenticates the tokens of known devices.</summary>
    public MacKey Device { get; } = new(SubKey.Derive(root, "device"));

    /// <summary>Hides names and addresses in the table of throttles.</summary>
    public byte[] Throttle { get; } = SubKey.Derive(root, "throttle");
}
