using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Encryption;

/// <summary>Encrypts each value into an array of its own.</summary>
internal sealed class SealContender(IValueCipher cipher, string[] values) : Contender(cipher.Name)
{
    private readonly byte[][] _sealed = new byte[values.Length][];

    public override Task RunAsync()
    {
        for (var i = 0; i < values.Length; i++)
            _sealed[i] = cipher.Seal(values[i]);
        return Task.CompletedTask;
    }

    public override Task<string> DigestAsync() => Task.FromResult(FieldValues.Digest(_sealed.Select(cipher.Open)));

    public override async ValueTask DisposeAsync() => await cipher.DisposeAsync();
}
