using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>Keeps one model per key ring, because the converters in a model hold its ring.</summary>
internal sealed class EncryptionModelCacheKeyFactory(ModelCacheKeyFactoryDependencies dependencies) : ModelCacheKeyFactory(dependencies)
{
    public override object Create(DbContext context, bool designTime) =>
        (base.Create(context, designTime), context.GetService<IDbContextOptions>().FindExtension<EncryptionOptionsExtension>()?.Ring);
}
