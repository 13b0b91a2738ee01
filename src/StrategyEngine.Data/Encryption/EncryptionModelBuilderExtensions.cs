using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Encryption;

/// <summary>Maps the tables that encryption keeps beside the data.</summary>
public static class EncryptionModelBuilderExtensions
{
    /// <summary>Maps <see cref="DataKey"/> to <c>encryption_data_keys</c> and <see cref="EncryptionJob"/> to <c>encryption_jobs</c>.</summary>
    /// <param name="modelBuilder">The model of the context.</param>
    /// <returns>The same builder.</returns>
    public static ModelBuilder ApplyEncryptionTables(this ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        return modelBuilder
            .ApplyConfiguration(new DataKeyConfiguration())
            .ApplyConfiguration(new EncryptionJobConfiguration());
    }
}
