using System.Reflection;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace StrategyEngine.Data.Persistence.Bulk;

/// <summary>A property of a primary key whose values saving gives to records that have none. Thread-safe.</summary>
/// <param name="part">The property.</param>
/// <param name="generator">Makes values without asking the database; null if none does.</param>
internal sealed class BulkKey(BulkField part, ValueGenerator? generator)
{
    private readonly MemberInfo _member = part.Property.GetMemberInfo(forMaterialization: true, forSet: true);

    /// <summary>Gives a record a value unless it has one.</summary>
    public void Give(object record, DbContext context, long milliseconds)
    {
        if (!part.IsUnset(part.Get(record)))
            return;
        if (generator is null)
        {
            throw BulkModel.Refused(
                part.Property.DeclaringType.ClrType.Name,
                $"the database would give its {part.Property.Name}. Set it before the record is written, or save with SaveChanges");
        }

        var value = generator is UuidV7ValueGenerator sequence
            ? sequence.Next(context, milliseconds)
            : generator.Next(context.Entry(record));
        if (_member is FieldInfo variable)
            variable.SetValue(record, value);
        else
            ((PropertyInfo)_member).SetValue(record, value);
    }
}
