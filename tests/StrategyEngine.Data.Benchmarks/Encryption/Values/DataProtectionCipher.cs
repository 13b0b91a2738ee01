using System.Text;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.Extensions.DependencyInjection;

namespace StrategyEngine.Data.Benchmarks.Encryption;

/// <summary>Each value by itself through DataProtection, with a key ring on disk.</summary>
internal sealed class DataProtectionCipher : IValueCipher
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("field-ratio-");
    private readonly ServiceProvider _services;
    private readonly IDataProtector _protector;

    public DataProtectionCipher(EncryptionAlgorithm algorithm)
    {
        Name = $"DataProtection, {algorithm}";
        var services = new ServiceCollection();
        services.AddDataProtection().PersistKeysToFileSystem(_folder).UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration
        {
            EncryptionAlgorithm = algorithm,
            ValidationAlgorithm = ValidationAlgorithm.HMACSHA256,
        });
        _services = services.BuildServiceProvider();
        _protector = _services.GetRequiredService<IDataProtectionProvider>().CreateProtector("trading", "exchange_credential", "secret");
    }

    public string Name { get; }

    public byte[] Seal(string value) => _protector.Protect(Encoding.UTF8.GetBytes(value));

    public string Open(byte[] value) => Encoding.UTF8.GetString(_protector.Unprotect(value));

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
