using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace StrategyEngine.Data.Migrations;

/// <summary>Writes the operations of a migration in a form that only changes when the migration is edited.</summary>
/// <remarks>
/// Every property by name and in order of names; what is null, false or empty is left out, so that a property that a later EF adds changes
/// nothing.
/// </remarks>
internal static class CanonicalOperations
{
    private static readonly HashSet<string> Ignored = ["ProductVersion"];

    public static string Hash(IReadOnlyList<MigrationOperation> operations) => StoredCommands.Hash(operations.Select(Write));

    internal static string Write(MigrationOperation operation)
    {
        var text = new StringBuilder();
        Append(text, operation);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string or char:
                text.Append('\'')
                    .Append(
                        Convert.ToString(value, CultureInfo.InvariantCulture)!.ReplaceLineEndings("\n")
                            .Replace("'", "''", StringComparison.Ordinal)).Append('\'');
                break;
            case Type type:
                text.Append(type.FullName);
                break;
            case byte[] bytes:
                text.Append(Convert.ToHexString(bytes));
                break;
            case MigrationOperation operation:
                AppendOperation(text, operation);
                break;
            case DateTime or DateTimeOffset or DateOnly or TimeOnly:
                text.Append(((IFormattable)value).ToString("O", CultureInfo.InvariantCulture));
                break;
            case IFormattable formattable:
                text.Append(formattable.ToString(null, CultureInfo.InvariantCulture));
                break;
            case IEnumerable items:
                text.Append('[');
                foreach (var item in items)
                {
                    Append(text, item);
                    text.Append(',');
                }

                text.Append(']');
                break;
            default:
                text.Append(value);
                break;
        }
    }

    private static void AppendOperation(StringBuilder text, MigrationOperation operation)
    {
        text.Append(operation.GetType().Name).Append('{');
        foreach (var property in operation.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            if (property.GetIndexParameters().Length == 0
                && property.Name != nameof(MigrationOperation.IsDestructiveChange)
                && property.GetValue(operation) is { } value
                && !IsEmpty(value))
            {
                text.Append(property.Name).Append('=');
                Append(text, value);
                text.Append(';');
            }
        }

        foreach (var annotation in operation.GetAnnotations().Where(annotation => !Ignored.Contains(annotation.Name))
            .OrderBy(annotation => annotation.Name, StringComparer.Ordinal))
        {
            text.Append('@').Append(annotation.Name).Append('=');
            Append(text, annotation.Value);
            text.Append(';');
        }

        text.Append('}');
    }

    private static bool IsEmpty(object value) =>
        value is false or IReadOnlyAnnotatable and not MigrationOperation || (value is ICollection { Count: 0 } and not Array);
}
