using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace StrategyEngine.Data.Persistence.Statements;

/// <summary>Names as a model and its provider spell them.</summary>
internal sealed class StatementWriter(IModel model, ISqlGenerationHelper sql)
{
    private readonly Dictionary<string, RelationalTypeMapping> _parameters = [];
    private readonly Dictionary<string, StatementColumn> _columns = [];
    private readonly List<IProperty> _inserted = [];

    public IReadOnlyDictionary<string, RelationalTypeMapping> Parameters => _parameters;

    public IReadOnlyDictionary<string, StatementColumn> Columns => _columns;

    /// <summary>The properties of the entity that is inserted, if one is.</summary>
    public IReadOnlyList<IProperty> Inserted => _inserted;

    public string Table<T>() => sql.DelimitIdentifier(Type<T>().GetTableName()!, Type<T>().GetSchema());

    public string Column<T>(string property) => sql.DelimitIdentifier(Property<T>(property).GetColumnName());

    /// <summary>A parameter that is converted as the property is.</summary>
    public string Parameter<T>(string property, string name)
    {
        _parameters[name] = Property<T>(property).GetRelationalTypeMapping();
        return "@" + name;
    }

    /// <summary><c>column = @name</c>, to be set or to be compared.</summary>
    public string Is<T>(string property, string name) => $"{Column<T>(property)} = {Parameter<T>(property, name)}";

    /// <summary>A column of the answer, the next one each time.</summary>
    /// <param name="alias">The alias of the table.</param>
    /// <param name="property">The property.</param>
    /// <param name="name">What the row calls it.</param>
    public string Select<T>(string alias, string property, string name)
    {
        _columns.Add(name, StatementColumn.Of(_columns.Count, Property<T>(property)));
        return $"{alias}.{Column<T>(property)}";
    }

    /// <summary>
    /// The INSERT of an entity, with a parameter for each stored property its class declares, named like it. What a host adds to the model
    /// is left to the database's default.
    /// </summary>
    public string Insert<T>()
    {
        _inserted.AddRange(Type<T>().GetProperties().Where(property => !property.IsShadowProperty()));
        return $"""
            INSERT INTO {Table<T>()} ({string.Join(", ", _inserted.Select(property => Column<T>(property.Name)))})
            VALUES ({string.Join(", ", _inserted.Select(property => Parameter<T>(property.Name, property.Name)))})
            """;
    }

    private IProperty Property<T>(string name) => Type<T>().FindProperty(name)!;

    private IEntityType Type<T>() => model.FindEntityType(typeof(T))!;
}
