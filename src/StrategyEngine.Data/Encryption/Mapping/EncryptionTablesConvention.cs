using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Migrations;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>Puts the tables of encryption into a model that did not ask for them.</summary>
internal sealed class EncryptionTablesConvention : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        // The table of applied migrations has a model of its own, built with the conventions of the context.
        if (modelBuilder.Metadata.FindEntityType(typeof(HistoryRow)) is null)
            EncryptionTables.Map(modelBuilder);
    }
}
