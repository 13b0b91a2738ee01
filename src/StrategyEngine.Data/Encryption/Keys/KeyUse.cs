namespace StrategyEngine.Data.Encryption.Keys;

/// <summary>Something done with the bytes of a key, which must not be kept.</summary>
internal delegate TResult KeyUse<in TArgument, out TResult>(ReadOnlySpan<byte> key, TArgument argument);
