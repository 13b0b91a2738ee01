using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>Adds <see cref="EncryptionConvention"/>, with a place for a ring if the context whose model is built has one.</summary>
internal sealed class EncryptionConventionSetPlugin(IDbContextOptions options) : IConventionSetPlugin
{
    public ConventionSet ModifyConventions(ConventionSet conventionSet)
    {
        var extension = options.FindExtension<EncryptionOptionsExtension>();
        var convention = new EncryptionConvention(extension?.Ring is null ? null : new ModelSlot());
        if (extension is { WithTables: true })
            conventionSet.ModelFinalizingConventions.Insert(0, new EncryptionTablesConvention());
        conventionSet.EntityTypeAddedConventions.Insert(0, convention);
        conventionSet.EntityTypeBaseTypeChangedConventions.Insert(0, convention);
        conventionSet.ComplexPropertyAddedConventions.Insert(0, convention);
        conventionSet.PropertyAddedConventions.Insert(0, convention);
        conventionSet.ModelFinalizingConventions.Add(convention);

        // Before the model is made read-only for use, while all of its metadata is there.
        conventionSet.ModelFinalizedConventions.Insert(0, convention);
        return conventionSet;
    }
}
