using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Encryption;

/// <summary>Maps the tables that encryption keeps beside the data.</summary>
public static class EncryptionModelBuilderExtensions
{
    /// <summary>Maps <c>encryption_data_keys</c>, <c>encryption_columns</c>, <c>encryption_jobs</c> and <c>encryption_leases</c>.</summary>
    /// <remarks>
    /// Needed where a context is set up by <c>UseEncryption</c> alone; in one context of a database, which creates them.
    /// </remarks>
    /// <param name="modelBuilder">The model of the context.</param>
    /// <returns>The same builder.</returns>
    public static ModelBuilder ApplyEncryptionTables(this ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        EncryptionTables.Map(((IConventionModel)modelBuilder.Model).Builder);
        return modelBuilder;
    }
}
