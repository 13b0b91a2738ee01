using StrategyEngine.Data.Encryption.Cipher;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>
/// A model in the hands of one key ring: the ciphers and hashers of its columns. The ring keeps it; it ends with the ring.
/// </summary>
internal sealed class ModelLease
{
    private int _check;

    public ModelLease(DataKeyRing ring, ModelSlot slot)
    {
        Ring = ring;
        Slot = slot;
        Ciphers = slot.CreateCiphers(ring);
        Hashers = slot.CreateHashers(ring, Ciphers);
    }

    public DataKeyRing Ring { get; }

    public ModelSlot Slot { get; }

    /// <summary>By <see cref="EncryptedColumn.Ordinal"/>.</summary>
    public FieldCipher[] Ciphers { get; }

    /// <summary>By <see cref="BlindIndexColumn.Ordinal"/>.</summary>
    public BlindIndexHasher[] Hashers { get; }

    /// <summary>How far the columns of the model were compared with those that the database of the ring knows.</summary>
    public ModelCheck Check
    {
        get => (ModelCheck)Volatile.Read(ref _check);
        set => Volatile.Write(ref _check, (int)value);
    }
}
