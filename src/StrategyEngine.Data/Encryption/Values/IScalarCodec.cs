namespace StrategyEngine.Data.Encryption.Values;

/// <summary>A codec whose values may stand in a primary key.</summary>
internal interface IScalarCodec
{
    byte[] Encode(object value);

    object Decode(ReadOnlySpan<byte> encoded);
}
