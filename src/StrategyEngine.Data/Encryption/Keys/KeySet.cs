using System.Collections.Frozen;

namespace StrategyEngine.Data.Encryption.Keys;

/// <summary>The data keys of a database at one moment. Immutable.</summary>
internal sealed class KeySet
{
    private readonly FrozenDictionary<uint, LoadedDataKey> _keys;

    public KeySet(IEnumerable<LoadedDataKey> keys)
    {
        _keys = keys.ToFrozenDictionary(key => key.KeyId);
        ActiveField = Active(KeyPurpose.Field);
        ActiveBlindIndex = Active(KeyPurpose.BlindIndex);
    }

    public LoadedDataKey? ActiveField { get; }

    public LoadedDataKey? ActiveBlindIndex { get; }

    public IEnumerable<LoadedDataKey> All => _keys.Values;

    public LoadedDataKey? Find(uint keyId) => _keys.GetValueOrDefault(keyId);

    public LoadedDataKey? Active(string purpose) =>
        _keys.Values.FirstOrDefault(key => key.State == DataKeyState.Active && key.Purpose == purpose);
}
