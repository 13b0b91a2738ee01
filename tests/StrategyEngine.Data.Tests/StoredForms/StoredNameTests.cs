using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

using NUnit.Framework;

using StrategyEngine.Data.Encryption.Mapping;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.PostgreSql;
using StrategyEngine.Data.Sqlite;
using StrategyEngine.Data.SqlServer;
using StrategyEngine.Data.Tests.Architecture;

namespace StrategyEngine.Data.Tests.StoredForms;

/// <summary>
/// What stands in databases, key rings and tokens that exist: with another name, or another label under a key, they could not be read.
/// </summary>
public sealed partial class StoredNameTests
{
    private static readonly TradingProvider[] Providers =
    [
        new SqliteTradingProvider("Data Source=golden.db"),
        new PostgreSqlTradingProvider("Host=localhost;Database=golden"),
        new SqlServerTradingProvider("Server=golden;Database=golden"),
    ];

    private static readonly string[] KeyNamespaces = ["StrategyEngine.Data.Encryption", "StrategyEngine.Data.Sessions"];

    private static IEnumerable<IEntityType> Entities => Providers.SelectMany(provider => ModelOf(provider).GetEntityTypes());

    private static Type[] CoreTypes => typeof(TradingDatabase).Assembly.GetTypes();

    [Test]
    public void Encrypted_columns_are_bound_to_the_names_that_stored_values_are_bound_to()
    {
        var columns = Providers.Select(provider => EncryptedModel.Of(ModelOf(provider)).Entities.SelectMany(Lines).ToList()).ToList();

        columns.Should().AllBeEquivalentTo(columns[0], "a backup of one engine's rows is readable on another");
        GoldenFile.Compare("encrypted-columns.txt", columns[0]);
    }

    [TestCase(0, "tables.sqlite.txt")]
    [TestCase(1, "tables.postgresql.txt")]
    [TestCase(2, "tables.sqlserver.txt")]
    public void Tables_and_columns_are_those_of_databases_that_exist(int provider, string file) =>
        GoldenFile.Compare(file, ModelOf(Providers[provider]).GetRelationalModel().Tables.SelectMany(Lines));

    [Test]
    public void Enumerations_are_stored_as_the_words_that_rows_hold_on_every_engine() =>
        GoldenFile.Compare("stored-words.txt", Entities.SelectMany(entity => entity.GetProperties()).SelectMany(Words));

    [Test]
    public void The_audit_trail_calls_records_and_their_properties_by_the_names_that_its_entries_hold() =>
        GoldenFile.Compare("audited-properties.txt", Entities.Where(entity => entity.ClrType.IsAssignableTo(typeof(IAudited)))
            .SelectMany(entity => entity.GetProperties().Select(property => $"{entity.ClrType.Name}.{property.Name}")));

    [Test]
    public void The_migration_history_and_its_journal_lie_where_migrated_databases_have_them() =>
        GoldenFile.Compare("migration-tables.txt", Providers
            .SelectMany(provider => provider.GetType().Assembly.GetTypes()).Concat(CoreTypes)
            .SelectMany(CompiledCode.Methods).SelectMany(CompiledCode.Texts)
            .SelectMany(text => TableOfMigrations().Matches(text).Select(match => match.Value)));

    [Test]
    public void Key_files_name_the_type_that_opens_them() =>
        GoldenFile.Compare("key-files.txt", CoreTypes.Where(type => type.IsAssignableTo(typeof(IXmlDecryptor)))
            .Select(type => $"decryptor {type.AssemblyQualifiedName}").Append($"application {KeyRingFactory.ApplicationName}"));

    [Test]
    public void Protectors_of_the_key_ring_have_the_purposes_of_what_was_wrapped()
    {
        var purposes = CoreTypes.SelectMany(CompiledCode.Methods)
            .SelectMany(method => CompiledCode.TextsOfCalls(method, IsProtectorCreation))
            .Select(texts => string.Join(" / ", texts)).ToList();

        purposes.Should().NotContain("", "a purpose that is no literal is not seen here");
        GoldenFile.Compare("protector-purposes.txt", purposes);
    }

    [Test]
    public void Labels_under_keys_are_those_of_what_was_sealed_and_signed()
    {
        var texts = CoreTypes.Where(IsOfKeys).SelectMany(CompiledCode.Methods).SelectMany(CompiledCode.Texts)
            .Where(text => text.Contains("/v1", StringComparison.Ordinal) || text is ['$', _, ..] || text is [.., '1', '_'])
            .Select(text => $"text {text}");
        var uses = CoreTypes.SelectMany(CompiledCode.Methods)
            .SelectMany(method => CompiledCode.TextsOfCalls(method, called => called.DeclaringType == typeof(Data.Sessions.Tokens.SubKey)))
            .SelectMany(found => found).Select(use => $"sub-key {use}");
        var bytes = CoreTypes.Where(IsOfKeys).SelectMany(CompiledCode.Methods).SelectMany(CompiledCode.Members)
            .OfType<FieldInfo>().Select(ReadUtf8).OfType<string>().Select(text => $"bytes {text}");

        GoldenFile.Compare("labels.txt", texts.Concat(uses).Concat(bytes));
    }

    private static bool IsProtectorCreation(MethodBase called) => called.Name == nameof(IDataProtectionProvider.CreateProtector);

    private static IModel ModelOf(TradingProvider provider)
    {
        var options = new DbContextOptionsBuilder<TradingDbContext>();
        TradingDesignTime.Configure(options, provider);
        using var context = new TradingDbContext(options.Options);

        // The one that migrations see: with keys, foreign keys and indexes as the tables have them.
        return context.GetService<IDesignTimeModel>().Model;
    }

    private static IEnumerable<string> Lines(EncryptedEntity entity)
    {
        foreach (var property in entity.Properties)
        {
            var column = EncryptedProperties.Column(property)!;
            var bound = column.IsRowBound ? "bound to the row" : "bound to the column";
            var previous = column.Attribute.PreviousNames is [] ? "none" : string.Join(' ', column.Attribute.PreviousNames);
            yield return $"{column.StableName} | {column.ValueType.Name} | {bound} | padded to {column.Attribute.PadTo}"
                + $" | plaintext until {column.Attribute.AdoptPlaintextUntil ?? "never"} | previous names: {previous}";
        }

        foreach (var (_, index, column) in entity.Indexes)
        {
            var unique = index.GetContainingIndexes().Any(found => found.IsUnique) ? "unique" : "not unique";
            yield return $"{column.Source.StableName} | blind index {index.GetColumnName()} | {unique} | generation {column.Generation}";
        }
    }

    private static IEnumerable<string> Lines(ITable table)
    {
        foreach (var column in table.Columns)
            yield return $"{table.Name}.{column.Name} {column.StoreType} {(column.IsNullable ? "null" : "not null")}";
        yield return $"{table.Name} primary key ({string.Join(", ", table.PrimaryKey!.Columns.Select(column => column.Name))})";
        foreach (var key in table.ForeignKeyConstraints)
            yield return $"{table.Name} foreign key {key.Name} to {key.PrincipalTable.Name} on delete {key.OnDeleteAction}";
        foreach (var index in table.Indexes)
        {
            var columns = string.Join(", ", index.Columns.Select(column => column.Name));
            yield return $"{table.Name} {(index.IsUnique ? "unique index" : "index")} {index.Name} ({columns})";
        }
    }

    private static IEnumerable<string> Words(IProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        var table = property.DeclaringType.ContainingEntityType.GetTableName();
        return type.IsEnum
            ? Enum.GetValues(type).Cast<object>().Select(value => $"{table}.{property.GetColumnName()} {Word(property, value)}")
            : [];
    }

    // The stored form of the value, from the mapping, which holds the converter whether it was given or found.
    private static object? Word(IProperty property, object value) =>
        property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value;

    private static bool IsOfKeys(Type type) =>
        type.Namespace is { } name && KeyNamespaces.Any(start => name.StartsWith(start, StringComparison.Ordinal));

    // A literal of UTF-8 is a field of the compiler's, with a zero at the end.
    private static string? ReadUtf8(FieldInfo field)
    {
        if (field.DeclaringType?.Name != "<PrivateImplementationDetails>" || !field.IsStatic || !field.FieldType.IsValueType)
            return null;
        var size = Marshal.SizeOf(field.FieldType);
        var bytes = new byte[size];
        var handle = GCHandle.Alloc(field.GetValue(null), GCHandleType.Pinned);
        try
        {
            Marshal.Copy(handle.AddrOfPinnedObject(), bytes, 0, size);
        }
        finally
        {
            handle.Free();
        }

        return bytes is [.. { Length: > 1 } text, 0] && text.All(value => value is >= 0x20 and < 0x7F or (byte)'\n')
            ? Encoding.ASCII.GetString(text).Replace("\n", "\\n")
            : null;
    }

    [GeneratedRegex(@"\w*__\w+")]
    private static partial Regex TableOfMigrations();
}
