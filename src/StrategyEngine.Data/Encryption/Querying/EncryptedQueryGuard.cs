using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>
/// Lets encrypted values pass through a query as they are, turns equality into equality of the blind index, and refuses whatever else
/// the database would compute on ciphertext.
/// </summary>
internal sealed class EncryptedQueryGuard(EncryptedModel model) : ExpressionVisitor
{
    private const string InMemory = "Load the rows first and compute in memory.";

    private readonly ShapeReader _shapes = new(model);

    /// <summary>Checks an expression that is not rewritten, such as a query filter.</summary>
    /// <exception cref="EncryptedQueryException">It reads an encrypted property other than for a null test.</exception>
    public static void DemandFree(LambdaExpression filter, EncryptedModel model)
    {
        var guard = new EncryptedQueryGuard(model);
        if (guard.Visit(filter.Body) != filter.Body || guard._shapes.Of(filter.Body).AnyValue is not null)
        {
            var property = new EncryptedReadFinder(model).Find(filter);
            throw Refuse(property, "a query filter", "Filter by a property that is not encrypted.");
        }
    }

    protected override Expression VisitBinary(BinaryExpression node)
    {
        var left = _shapes.Of(node.Left);
        var right = _shapes.Of(node.Right);
        if ((left.AnyValue ?? right.AnyValue) is not { } property)
            return base.VisitBinary(node);
        if (node.NodeType is not (ExpressionType.Equal or ExpressionType.NotEqual))
            throw Refuse(property, Describe(node.NodeType), node.NodeType == ExpressionType.Coalesce ? "Project the property itself and apply ?? afterwards." : InMemory);
        if (IsNull(node.Left) || IsNull(node.Right))
            return base.VisitBinary(node);
        var (first, second) = Equality(node.Left, node.Right);
        return node.NodeType == ExpressionType.Equal ? Expression.Equal(first, second) : Expression.NotEqual(first, second);
    }

    protected override Expression VisitUnary(UnaryExpression node)
    {
        if (node.NodeType == ExpressionType.Quote || _shapes.Value(node.Operand) is not { } property)
            return base.VisitUnary(node);
        var keepsValue = node.NodeType is ExpressionType.Convert or ExpressionType.ConvertChecked or ExpressionType.TypeAs
            && (node.Type.IsAssignableFrom(node.Operand.Type)
                || Nullable.GetUnderlyingType(node.Type) == node.Operand.Type
                || Nullable.GetUnderlyingType(node.Operand.Type) == node.Type);
        return keepsValue ? base.VisitUnary(node) : throw Refuse(property, Describe(node.NodeType), InMemory);
    }

    protected override Expression VisitMember(MemberExpression node)
    {
        if (node.Expression is { } instance && _shapes.Value(instance) is { } property)
        {
            var isNullTest = Nullable.GetUnderlyingType(instance.Type) is not null && node.Member.Name is "HasValue" or "Value";
            if (!isNullTest)
                throw Refuse(property, $".{node.Member.Name}", InMemory);
        }

        return base.VisitMember(node);
    }

    protected override Expression VisitConditional(ConditionalExpression node)
    {
        if (_shapes.Value(node.Test) is { } test)
            throw Refuse(test, "a condition", InMemory);
        var property = _shapes.Value(node.IfTrue) ?? _shapes.Value(node.IfFalse);
        if (property is not null && !IsNull(node.IfTrue) && !IsNull(node.IfFalse))
            throw Refuse(property, "a conditional expression", "Project the property itself and choose afterwards.");
        return base.VisitConditional(node);
    }

    protected override Expression VisitTypeBinary(TypeBinaryExpression node) =>
        _shapes.Value(node.Expression) is { } property ? throw Refuse(property, "a type test", InMemory) : base.VisitTypeBinary(node);

    protected override Expression VisitInvocation(InvocationExpression node) =>
        node.Arguments.Select(_shapes.Value).FirstOrDefault(value => value is not null) is { } property
            ? throw Refuse(property, "a function", InMemory)
            : base.VisitInvocation(node);

    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        if (QueryOperators.IsOperator(node))
            return VisitOperator(node);
        if (node.Method.DeclaringType == typeof(EF) && node.Method.Name == nameof(EF.Property))
            return base.VisitMethodCall(node);
        var operands = node.Object is null ? node.Arguments : node.Arguments.Prepend(node.Object);
        if (operands.Select(_shapes.Value).FirstOrDefault(value => value is not null) is not { } property)
            return base.VisitMethodCall(node);

        switch (node.Method.Name)
        {
            case nameof(Equals) when node.Object is not null && node.Arguments.Count == 1:
                var (self, other) = Equality(node.Object, node.Arguments[0]);
                return Expression.Equal(self, other);
            case nameof(Equals) when node.Object is null && node.Arguments.Count == 2:
                var (left, right) = Equality(node.Arguments[0], node.Arguments[1]);
                return Expression.Equal(left, right);
            case "Contains" when node.Object is not null && node.Arguments.Count == 1 && _shapes.Value(node.Object) is null && node.Object.Type != typeof(string):
                return node.Update(Visit(node.Object), [Membership(node.Object, node.Arguments[0])]);
            case "Contains" when node.Method.DeclaringType == typeof(MemoryExtensions) && node.Arguments.Count == 2 && _shapes.Value(node.Arguments[0]) is null:
                return node.Update(null, [Visit(node.Arguments[0]), Membership(node.Arguments[0], node.Arguments[1])]);
            default:
                throw Refuse(property, $"{node.Method.Name}()", EncryptedProperties.IsSecret(property.ClrType)
                    ? "Load the entity and call Reveal() on its property."
                    : InMemory);
        }
    }

    private MethodCallExpression VisitOperator(MethodCallExpression node)
    {
        _shapes.Bind(node);
        if (node.Method.Name == "Contains" && node.Arguments.Count == 2 && _shapes.Value(node.Arguments[1]) is not null)
            return node.Update(null, [Visit(node.Arguments[0]), Membership(node.Arguments[0], node.Arguments[1])]);
        var isUpdate = node.Method.Name.StartsWith("ExecuteUpdate", StringComparison.Ordinal);
        if (isUpdate)
            new EncryptedSetterGuard(_shapes).Demand(node);

        var arguments = new Expression[node.Arguments.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = node.Arguments[i];
            arguments[i] = Visit(argument);
            if (isUpdate)
                continue;
            var lambda = QueryOperators.Lambda(argument);
            if (lambda is not null && !QueryOperators.IsProjection(node, i) && _shapes.Of(lambda.Body).AnyValue is { } computed)
                throw Refuse(computed, $"{node.Method.Name}()", Alternative(node.Method.Name));
            if (lambda is null && !QueryOperators.CarriesValues(node) && _shapes.Of(argument).Element?.AnyValue is { } element)
                throw Refuse(element, $"{node.Method.Name}()", Alternative(node.Method.Name));
        }

        return node.Update(null, arguments);
    }

    /// <summary>The operands of an equality, with encrypted properties replaced by their blind indexes.</summary>
    private (Expression Left, Expression Right) Equality(Expression left, Expression right)
    {
        if (_shapes.Value(left) is { } leftValue && _shapes.Value(right) is { } rightValue)
        {
            return leftValue == rightValue
                ? (Index(left, "equality"), Index(right, "equality"))
                : throw Refuse(leftValue, "a comparison with another encrypted property", InMemory);
        }

        var (read, other) = _shapes.Value(left) is not null ? (left, right) : (right, left);
        if (_shapes.Value(read) is not { } property)
            throw Refuse((_shapes.Of(left).AnyValue ?? _shapes.Of(right).AnyValue)!, "equality of composite values", "Compare the properties one by one.");
        var index = Index(read, "equality");
        if (!RowFree(other))
            throw Refuse(property, "a comparison with a value of the database", InMemory);
        return (index, Visit(other)) is var pair && read == left ? pair : (pair.Item2, pair.index);
    }

    private MethodCallExpression Membership(Expression items, Expression item)
    {
        var index = Index(item, "Contains()");
        return RowFree(items) ? index : throw Refuse(_shapes.Value(item)!, "Contains() on values of the database", InMemory);
    }

    private MethodCallExpression Index(Expression read, string operation)
    {
        var property = _shapes.Value(read)!;
        if (_shapes.DirectRead(read) is not { } direct)
            throw Refuse(property, $"{operation} after a projection", "Put the condition before the projection.");
        if (EncryptedProperties.FindIndex(property) is not { } index)
        {
            throw Refuse(property, operation, property.ClrType == typeof(string)
                ? "Add [BlindIndex] to the property, or load the rows first and compare in memory."
                : InMemory);
        }

        return Expression.Call(typeof(EF), nameof(EF.Property), [typeof(string)], Visit(direct.Instance), Expression.Constant(index.Name));
    }

    /// <summary>Whether an expression is known before the query runs, so that its value passes the converter of the index.</summary>
    private static bool RowFree(Expression expression)
    {
        var finder = new RowFinder();
        finder.Visit(expression);
        return !finder.Found;
    }

    private static bool IsNull(Expression expression) => expression switch
    {
        ConstantExpression constant => constant.Value is null,
        DefaultExpression standard => !standard.Type.IsValueType || Nullable.GetUnderlyingType(standard.Type) is not null,
        UnaryExpression { NodeType: ExpressionType.Convert } convert => IsNull(convert.Operand),
        _ => false,
    };

    private static string Alternative(string operation) => operation switch
    {
        "Join" or "LeftJoin" or "RightJoin" or "GroupJoin" => "Join on a property that is not encrypted.",
        "GroupBy" => "Group by a property that is not encrypted, or group in memory.",
        _ => InMemory,
    };

    private static string Describe(ExpressionType type) => type switch
    {
        ExpressionType.LessThan or ExpressionType.LessThanOrEqual or ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual => "a comparison",
        ExpressionType.Coalesce => "??",
        ExpressionType.AndAlso or ExpressionType.OrElse or ExpressionType.Not => "a condition",
        ExpressionType.Convert or ExpressionType.ConvertChecked => "a conversion",
        _ => $"the operation {type}",
    };

    private static EncryptedQueryException Refuse(IReadOnlyProperty property, string operation, string alternative) =>
        new($"{property.DeclaringType.ClrType.Name}.{property.Name}", operation, alternative);

    private sealed class RowFinder : ExpressionVisitor
    {
        public bool Found { get; private set; }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            Found = true;
            return node;
        }

        protected override Expression VisitExtension(Expression node)
        {
            Found |= node is QueryRootExpression;
            return node is QueryRootExpression or QueryParameterExpression ? node : base.VisitExtension(node);
        }
    }
}
