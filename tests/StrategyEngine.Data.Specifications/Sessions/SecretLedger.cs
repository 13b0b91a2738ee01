using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;

using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>Every secret of a test, written down as it is issued or given, so that it can be searched for where it must not be.</summary>
public sealed class SecretLedger
{
    // Shorter texts, such as a code of six digits, are found anywhere by chance.
    private const int MinLength = 10;

    private readonly ConcurrentDictionary<string, byte[]> _secrets = new();

    public int Count => _secrets.Count;

    /// <summary>Writes down whatever secrets a result holds, and gives it back.</summary>
    public T Record<T>(T result)
    {
        Walk(result);
        return result;
    }

    public void Record(ClientInfo? client)
    {
        if (System.Net.IPAddress.TryParse(client?.IpAddress, out var address))
            Add("address", address.ToString());
        Add("user agent", client?.UserAgent);
    }

    public void Add(string name, string? text)
    {
        if (text is { Length: >= MinLength })
            Add($"{name} {text.Length}", Encoding.UTF8.GetBytes(text));
    }

    public void Add(string name, byte[] bytes) =>
        _secrets.TryAdd($"{name} {Convert.ToHexString(bytes.AsSpan(0, Math.Min(bytes.Length, 6)))} {bytes.Length}", bytes);

    /// <summary>A token of whatever kind, as text and as what it is made of.</summary>
    public void AddToken(string text)
    {
        var name = text.IndexOf('_', StringComparison.Ordinal) is > 0 and < 8 and var end ? text[..end] : "token";
        Add(name, text);
        if (name == "token" && text.Split('.') is [_, _, var signature])
            Add("signature", signature);
        else if (name != "token" && Base64Url.IsValid(text.AsSpan(name.Length + 1)))
            Add($"{name} secret", Secret(name, Base64Url.DecodeFromChars(text.AsSpan(name.Length + 1))));
    }

    /// <summary>The names of those secrets that stand in the data.</summary>
    public IReadOnlyList<string> FindIn(byte[] data) =>
        _secrets.Where(secret => data.AsSpan().IndexOf(secret.Value) >= 0).Select(secret => secret.Key).ToList();

    // Of tokens that name a session, device or credential, the part that nobody else knows.
    private static byte[] Secret(string name, byte[] body) => name switch
    {
        "sert1" => body[21..53],
        "sekey1" => body[16..47],
        _ => body[^16..],
    };

    private void Walk(object? value)
    {
        switch (value)
        {
            case IssuedToken token:
                AddToken(token.Reveal());
                break;
            case SessionTokens tokens:
                Walk(tokens.AccessToken);
                Walk(tokens.RefreshToken);
                break;
            case TwoFactorEnrollment enrollment:
                Add("TOTP secret", enrollment.RevealSecret());
                Add("TOTP secret, raw", OtpNet.Base32Encoding.ToBytes(enrollment.RevealSecret()));
                break;
            case RecoveryCodes codes:
                foreach (var code in codes.Reveal())
                {
                    Add("recovery code", code);
                    Add("recovery code", code.Replace("-", "", StringComparison.Ordinal));
                }

                break;
            case not null when value.GetType() is var type && type.Namespace == typeof(SessionManager).Namespace && !type.IsEnum:
                foreach (var property in type.GetProperties().Where(property => property.GetIndexParameters().Length == 0))
                    Walk(property.GetValue(value));
                break;
        }
    }
}
