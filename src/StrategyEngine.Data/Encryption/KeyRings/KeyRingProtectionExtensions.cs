using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Encryption.KeyRings;

namespace StrategyEngine.Data.Encryption;

/// <summary>Protects a DataProtection key ring at rest with a secret.</summary>
public static class KeyRingProtectionExtensions
{
    /// <summary>Seals each new key of the ring with AES-256-GCM, under a key derived from a secret by HKDF-SHA256 (RFC 5869).</summary>
    /// <remarks>
    /// Keys that the ring holds already stay as they are until <see cref="KeyRing.ReprotectAsync"/>. The last call of a
    /// <c>ProtectKeysWith…</c> method wins.
    /// </remarks>
    /// <param name="builder">The key ring.</param>
    /// <param name="secret">Where the secret lies.</param>
    /// <returns>The same builder.</returns>
    public static IDataProtectionBuilder ProtectKeysWithSecret(this IDataProtectionBuilder builder, KeyRingSecret secret)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(secret);
        var keySecret = new KeySecret(secret);
        builder.Services.AddSingleton(keySecret);
        builder.Services.Configure<KeyManagementOptions>(options => options.XmlEncryptor = new SecretXmlEncryptor(keySecret));
        return builder;
    }

    /// <summary>
    /// Opens keys of the ring that are sealed under other secrets than the present one, such as the former one while secrets are changed.
    /// </summary>
    /// <remarks>A place is looked at only when a key needs it; nothing is sealed under it.</remarks>
    /// <param name="builder">The key ring.</param>
    /// <param name="secrets">Where the secrets lie.</param>
    /// <returns>The same builder.</returns>
    public static IDataProtectionBuilder UnprotectKeysWithAnySecret(this IDataProtectionBuilder builder, params KeyRingSecret[] secrets)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(secrets);
        foreach (var secret in secrets)
        {
            ArgumentNullException.ThrowIfNull(secret, nameof(secrets));
            builder.Services.AddSingleton(new KeySecret(secret));
        }

        return builder;
    }
}
