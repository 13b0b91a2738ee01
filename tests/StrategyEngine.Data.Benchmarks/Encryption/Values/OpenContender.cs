using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Encryption;

/// <summary>Decrypts each value into a string.</summary>
internal sealed class OpenContender(IValueCipher cipher, string[] values) : Contender(cipher.Name)
{
    private readonly byte[][] _sealed = Array.ConvertAll(values, cipher.Seal);
    private readonly string?[] _opened = new string?[values.Length];

    public override Task PrepareAsync()
    {
        Array.Clear(_opened);
        return Task.CompletedTask;
    }

    public override Task RunAsync()
    {
        for (var i = 0; i < _sealed.Length; i++)
            _opened[i] = cipher.Open(_sealed[i]);
        return Task.CompletedTask;
    }

    public override Task<string> DigestAsync() => Task.FromResult(FieldValues.Digest(_opened));

    public override async ValueTask DisposeAsync() => await cipher.DisposeAsync();
}
