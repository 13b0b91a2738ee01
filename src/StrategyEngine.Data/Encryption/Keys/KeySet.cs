using System.Collections.Frozen;

namespace StrategyEngine.Data.Encryption.Keys;

/// <summary>The data keys of a database at one moment. Immutable.</summary>
internal sealed class KeySet
{
    private readonly FrozenDictionary<uint, LoadedDataKey> _keys;
    private readonly FrozenDictionary<string, LoadedDataKey> _active;

    public KeySet(IEnumerable<LoadedDataKey> keys, RingKeys? ring)
    {
        Ring = ring;
        _keys = keys.ToFrozenDictionary(key => key.KeyId);
        _active = _keys.Values.Where(key => key.State == DataKeyState.Active).ToFrozenDictionary(key => key.Purpose);
        ActiveField = Active(KeyPurpose.Field);
    }

    /// <summary>The keys of the key ring, if they are known.</summary>
    public RingKeys? Ring { get; }

    public LoadedDataKey? ActiveField { get; }

    public IEnumerable<LoadedDataKey> All => _keys.Values;

    /// <summary>Whether the ring has a newer key by now than the one that wraps the active data key.</summary>
    /// <remarks>Newer, and not another, or processes whose clocks differ would rotate back and forth.</remarks>
    public bool HasRingRotated =>
        ActiveField is { IsRingKeyMissing: false } active && (active.IsRingKeyRevoked || (Ring?.IsSucceeded(active.KekId) ?? false));

    public LoadedDataKey? Find(uint keyId) => _keys.GetValueOrDefault(keyId);

    public LoadedDataKey? Active(string purpose) => _active.GetValueOrDefault(purpose);
}
