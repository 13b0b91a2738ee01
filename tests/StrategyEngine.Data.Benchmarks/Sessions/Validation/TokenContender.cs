using System.Security.Cryptography;
using System.Text;

using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Sessions;

/// <summary>Validates each token, a number of times over.</summary>
internal abstract class TokenContender(string name, string[] tokens, int times) : Contender(name)
{
    protected string[] Tokens { get; } = tokens;

    public override async Task RunAsync()
    {
        for (var time = 0; time < times; time++)
        {
            foreach (var token in Tokens)
            {
                if (!await AcceptsAsync(token))
                    throw new InvalidOperationException("A token was not accepted.");
            }
        }
    }

    /// <summary>
    /// A hash over what the tokens say. They are validated again for it: to keep what was read would burden the collector while timed.
    /// </summary>
    public override async Task<string> DigestAsync()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var token in Tokens)
        {
            var (user, session, expires) = await ReadAsync(token);
            hash.AppendData(Encoding.UTF8.GetBytes($"{user:D} {session:D} {expires.ToUnixTimeSeconds()}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected abstract ValueTask<bool> AcceptsAsync(string token);

    protected abstract ValueTask<(Guid User, Guid Session, DateTimeOffset Expires)> ReadAsync(string token);
}
