using StrategyEngine.Data.Encryption.Cipher;
using StrategyEngine.Data.Encryption.Values;

namespace StrategyEngine.Data.Encryption.Register;

/// <summary>The known value of a column: its own name.</summary>
internal sealed class Canary
{
    // No row has such a key, so that a canary opens in no cell.
    private static readonly byte[] Row = [0xFF, 0xFF, 0xFF, 0xFF];

    private readonly FieldCipher _cipher;
    private readonly string _text;

    private Canary(FieldCipher cipher, string text) => (_cipher, _text) = (cipher, text);

    public static Canary Of(DataKeyRing ring, ColumnName context) =>
        new(new FieldCipher(ring, context, new FieldLocation("encryption_columns", "canary"), ColumnSettings.Standard), context.ToString());

    public byte[] Seal() => _cipher.Seal(_text, StringCodec.Instance, Row);

    /// <exception cref="EncryptionException">It does not open.</exception>
    public void Demand(byte[] stored)
    {
        if (_cipher.Open(stored, StringCodec.Instance, Row) != _text)
            throw new UnreadableFormatException(_cipher.Location, "it is not the name of its column");
    }
}
