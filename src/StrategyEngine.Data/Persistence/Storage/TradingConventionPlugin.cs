using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;

namespace StrategyEngine.Data.Persistence;

internal sealed class TradingConventionPlugin(IDbContextOptions options) : IConventionSetPlugin
{
    public ConventionSet ModifyConventions(ConventionSet conventionSet)
    {
        var provider = options.FindExtension<TradingOptionsExtension>()!.Provider;
        conventionSet.ModelFinalizingConventions.Insert(0, new TradingModelConvention(provider));
        return conventionSet;
    }
}
