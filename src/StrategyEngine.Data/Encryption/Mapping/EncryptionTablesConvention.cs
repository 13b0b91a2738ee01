using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>Puts the tables of encryption into a model that did not ask for them.</summary>
internal sealed class EncryptionTablesConvention : IModelInitializedConvention
{
    public void ProcessModelInitialized(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context) =>
        EncryptionTables.Map(modelBuilder);
}
