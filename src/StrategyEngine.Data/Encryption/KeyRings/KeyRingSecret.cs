using StrategyEngine.Data.Encryption.KeyRings;

namespace StrategyEngine.Data.Encryption;

/// <summary>Where the secret lies that protects a key ring at rest: an environment variable or a file.</summary>
/// <remarks>
/// <para>The secret is at least 32 random bytes, written in base64 or hexadecimal, such as <c>openssl rand -base64 32</c> makes. It is not
/// a passphrase: what a person can remember is refused. White space around it, and the line break at the end of a file, do not
/// count.</para>
/// <para>It is read when the key ring is first used, and kept as long as the ring. Immutable and thread-safe.</para>
/// </remarks>
public sealed class KeyRingSecret
{
    private readonly string? _variable;

    private KeyRingSecret(string? variable, string? path)
    {
        _variable = variable;
        Path = path;
    }

    /// <summary>The file, or null for an environment variable.</summary>
    internal string? Path { get; }

    /// <summary>A secret in an environment variable.</summary>
    /// <param name="variable">The name of the variable, such as <c>TRADING_KEY_SECRET</c>.</param>
    /// <returns>The place of the secret.</returns>
    public static KeyRingSecret FromEnvironment(string variable)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(variable);
        return new KeyRingSecret(variable, null);
    }

    /// <summary>A secret in a file, which only the user of the application should be able to read.</summary>
    /// <param name="path">The path of the file, such as <c>/run/secrets/trading_key_secret</c>.</param>
    /// <returns>The place of the secret.</returns>
    public static KeyRingSecret FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new KeyRingSecret(null, path);
    }

    /// <summary>The place of the secret, never the secret.</summary>
    /// <returns>Such as <c>the environment variable TRADING_KEY_SECRET</c>.</returns>
    public override string ToString() => Path is null ? $"the environment variable {_variable}" : $"the file {Path}";

    /// <exception cref="KeyRingException">The secret is missing, cannot be read, or is weak.</exception>
    internal SecretMaterial Read()
    {
        var text = Path is null ? Environment.GetEnvironmentVariable(_variable!) : ReadFile(Path);
        return string.IsNullOrWhiteSpace(text) ? throw KeyRingException.SecretMissing(this) : SecretMaterial.Parse(text, this);
    }

    private string ReadFile(string path)
    {
        try
        {
            // Far more than a secret has: the wrong file is not read whole.
            const int limit = 4096;
            using var reader = new StreamReader(path);
            var buffer = new char[limit];
            return new string(buffer, 0, reader.ReadBlock(buffer));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw KeyRingException.SecretMissing(this, exception);
        }
    }
}
