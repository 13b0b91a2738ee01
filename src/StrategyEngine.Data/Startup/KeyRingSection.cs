using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data;

/// <summary>Reads the configuration section <c>TradingData:KeyRing</c>.</summary>
internal static class KeyRingSection
{
    private const string Directory = "Directory";
    private const string ApplicationName = "ApplicationName";
    private const string SecretVariable = "SecretVariable";
    private const string SecretFile = "SecretFile";
    private const string PreviousSecretVariable = "PreviousSecretVariable";
    private const string PreviousSecretFile = "PreviousSecretFile";
    private const string CertificateFile = "CertificateFile";
    private const string CertificatePasswordVariable = "CertificatePasswordVariable";
    private const string PreviousCertificateFile = "PreviousCertificateFile";
    private const string AllowUnprotected = "AllowUnprotected";

    private static readonly string[] Known =
    [
        Directory, ApplicationName, SecretVariable, SecretFile, PreviousSecretVariable, PreviousSecretFile,
        CertificateFile, CertificatePasswordVariable, PreviousCertificateFile, AllowUnprotected,
    ];

    public static void Apply(IConfigurationSection section, TradingDataBuilder trading, List<string> problems)
    {
        problems.AddRange(section.GetChildren().Select(child => child.Key).Except(Known, StringComparer.OrdinalIgnoreCase)
            .Select(key => $"{section.Path}:{key} is not a setting. The settings are {string.Join(", ", Known)}."));
        if (new[] { SecretVariable, SecretFile, CertificateFile }.Where(key => Value(section, key) is not null)
            .ToList() is { Count: > 1 } several)
        {
            problems.Add($"{section.Path} protects the key ring with {string.Join(" and ", several)}. Keep one of them.");
        }

        if (Value(section, AllowUnprotected) is { } allow)
        {
            if (bool.TryParse(allow, out var allowed))
                trading.AllowUnprotectedKeyRing(allowed);
            else
                problems.Add($"{section.Path}:{AllowUnprotected} must be true or false.");
        }

        if (Value(section, Directory) is { } directory)
            trading.ProtectKeys(ring => Configure(ring, section, directory));
        else if (section.Exists())
            problems.Add($"{section.Path}:{Directory} is missing. Set it to the directory in which the key ring is kept.");
    }

    private static void Configure(IDataProtectionBuilder ring, IConfigurationSection section, string directory)
    {
        ring.PersistKeysToFileSystem(new DirectoryInfo(directory));
        if (Value(section, ApplicationName) is { } applicationName)
            ring.SetApplicationName(applicationName);
        if (Secret(section, PreviousSecretVariable, PreviousSecretFile) is { } previousSecret)
            ring.UnprotectKeysWithAnySecret(previousSecret);
        if (Secret(section, SecretVariable, SecretFile) is { } secret)
            ring.ProtectKeysWithSecret(secret);
        if (Value(section, PreviousCertificateFile) is { } previousCertificate)
            ring.UnprotectKeysWithAnyCertificate(Certificate(section, previousCertificate));
        if (Value(section, CertificateFile) is { } certificate)
            ring.ProtectKeysWithCertificate(Certificate(section, certificate));
    }

    private static KeyRingSecret? Secret(IConfigurationSection section, string variable, string file) =>
        Value(section, variable) is { } name
            ? KeyRingSecret.FromEnvironment(name)
            : Value(section, file) is { } path ? KeyRingSecret.FromFile(path) : null;

    private static X509Certificate2 Certificate(IConfigurationSection section, string path)
    {
        var password = Value(section, CertificatePasswordVariable) is { } variable ? Environment.GetEnvironmentVariable(variable) : null;
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, password);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new TradingDataException(
                "key_ring.certificate",
                $"The certificate {path} cannot be read ({exception.GetType().Name}). It must be a PKCS #12 file with its private key; "
                + $"{section.Path}:{CertificatePasswordVariable} names the environment variable of its password.",
                exception);
        }
    }

    private static string? Value(IConfigurationSection section, string key) => section[key] is { Length: > 0 } value ? value : null;
}
