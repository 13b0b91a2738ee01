using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Encryption;

/// <summary>A data key as stored: an AES-256 key wrapped by the key ring, with its state. Table <c>encryption_data_keys</c>.</summary>
/// <remarks>Holds no usable key material; read through <see cref="DataKeyRing"/>.</remarks>
public sealed class DataKey
{
    /// <summary>Random identifier; the unsigned big-endian form of it stands in every value sealed with this key.</summary>
    public int KeyId { get; set; }

    /// <summary>What the key is for: <c>field</c> or <c>blind_index</c>.</summary>
    public string Purpose { get; set; } = "";

    /// <summary>1 for the first key of a purpose, one more for each successor.</summary>
    public int Generation { get; set; }

    /// <summary>Where the key is in its life.</summary>
    public DataKeyState State { get; set; }

    /// <summary>The key, protected by the key ring; empty once destroyed.</summary>
    public byte[] Wrapped { get; set; } = [];

    /// <summary>The key of the key ring that protects <see cref="Wrapped"/>.</summary>
    public Guid KekId { get; set; }

    /// <summary>A keyed hash that proves that unwrapping gave this very key.</summary>
    public byte[] CheckValue { get; set; } = [];

    /// <summary>When the key was made.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the key became active.</summary>
    public DateTimeOffset? ActivatedAt { get; set; }

    /// <summary>When the key stopped sealing new values.</summary>
    public DateTimeOffset? RetiredAt { get; set; }

    /// <summary>Id, purpose and state; not the key, wrapped though it is.</summary>
    public override string ToString() => Printed.Text($"DataKey {unchecked((uint)KeyId)} for {Purpose}, {State}, made {CreatedAt}");
}
