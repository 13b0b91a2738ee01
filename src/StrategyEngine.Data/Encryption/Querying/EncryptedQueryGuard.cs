using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Query;

using StrategyEngine.Data.Encryption.Mapping;
using StrategyEngine.Data.Encryption.Querying.Operators;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>
/// Lets encrypted values pass through a query as they are, turns equality into equality of the blind index, and refuses whatever else
/// the database would compute on ciphertext.
/// </summary>
/// <remarks>
/// Each expression is visited once, and leaves behind the <see cref="Shape"/> of its result. An expression, method or operator that is
/// not named here may hold no encrypted value: what is not known is refused.
/// </remarks>
internal sealed class EncryptedQueryGuard : ExpressionVisitor
{
    private readonly QueryScope _scope;
    private readonly EqualityGuard _equality;
    private readonly MemberGuard _members;
    private readonly MethodGuard _methods;
    private readonly OperatorGuard _operators;
    private readonly Func<Type, bool> _isColumnType;
    private readonly Stack<Frame> _frames = [];

    private Shape _last = Shape.Plain;

    /// <summary>The array that the query returns for each row, as those of Entity Framework for Reload and GetDatabaseValues do.</summary>
    private Expression? _lastArray;

    private EncryptedQueryGuard(QueryScope scope, Func<Type, bool> isColumnType)
    {
        _scope = scope;
        _isColumnType = isColumnType;
        _equality = new EqualityGuard(scope, Read);
        _members = new MemberGuard(scope, Read);
        _methods = new MethodGuard(scope, Read, _members, _equality);
        _operators = new OperatorGuard(scope, Read, _equality, new UpdateGuard(scope, Read));
    }

    /// <summary>Checks a query and puts blind indexes in place of what they can answer.</summary>
    /// <param name="query">The query.</param>
    /// <param name="model">The model that it is about.</param>
    /// <param name="isColumnType">
    /// Whether values of a type can stand in a column, so that the database could be asked to construct one.
    /// </param>
    /// <exception cref="EncryptedQueryException">It would compute on ciphertext.</exception>
    public static Expression Check(Expression query, EncryptedModel model, Func<Type, bool> isColumnType) =>
        new EncryptedQueryGuard(new QueryScope(model.Model) { LastSelect = query }, isColumnType) { _lastArray = LastArray(query) }
            .Visit(query);

    /// <summary>Checks an expression that is not rewritten, such as a query filter.</summary>
    /// <exception cref="EncryptedQueryException">It reads an encrypted property other than for a null test.</exception>
    public static void DemandFree(LambdaExpression filter, EncryptedModel model)
    {
        var scope = new QueryScope(model.Model) { IsProjecting = false };
        var body = new EncryptedQueryGuard(scope, static _ => true).Read(filter.Body);
        if ((body.Shape.Compared ?? scope.Indexed) is { } property)
            throw Refusal.Of(property, "a query filter", "Filter by a property that is not encrypted.");
    }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(node))]
    public override Expression? Visit(Expression? node)
    {
        if (node is null)
            return null;
        _frames.Push(new Frame());
        var visited = base.Visit(node);
        var frame = _frames.Pop();
        _last = frame.Result ?? NotKnown(node, frame);
        if (_frames.TryPeek(out var outer))
            outer.Children.Add(_last);
        return visited;
    }

    protected override Expression VisitExtension(Expression node) =>
        node is EntityQueryRootExpression root
            ? Give(base.VisitExtension(node), Shape.Sequence(Shape.Of(root.EntityType)))
            : base.VisitExtension(node);

    protected override Expression VisitParameter(ParameterExpression node) => Give(node, _scope.ShapeOf(node));

    protected override Expression VisitLambda<T>(Expression<T> node)
    {
        _scope.Lambdas++;
        var body = Read(node.Body);
        _scope.Lambdas--;
        return Give(node.Update(body.Node, node.Parameters), body.Shape);
    }

    protected override Expression VisitInvocation(InvocationExpression node)
    {
        // Entity Framework puts the arguments of a lambda that is called on the spot in place of its parameters.
        if (QueryOperators.Lambda(node.Expression) is not { } lambda)
            return base.VisitInvocation(node);
        var arguments = node.Arguments.Select(Read).ToList();
        for (var i = 0; i < arguments.Count; i++)
            _scope.Bind(lambda.Parameters[i], arguments[i].Shape);
        var function = Read(node.Expression);
        return Give(node.Update(function.Node, arguments.Select(argument => argument.Node)), function.Shape);
    }

    protected override Expression VisitUnary(UnaryExpression node)
    {
        var operand = Read(node.Operand);
        var visited = node.Update(operand.Node);
        switch (node.NodeType)
        {
            case ExpressionType.Quote:
                return Give(visited, operand.Shape);
            case ExpressionType.Convert or ExpressionType.ConvertChecked or ExpressionType.TypeAs when operand.Shape.TopValue is null:
                return Give(visited, operand.Shape == Shape.Plain ? _scope.Types.Of(node.Type) : operand.Shape);
            case ExpressionType.Convert or ExpressionType.ConvertChecked or ExpressionType.TypeAs when KeepsValue(node):
                if (_scope.OwnerOf(operand.Node) is { } owner)
                    _scope.NoteOwner(visited, owner);
                return Give(visited, operand.Shape);
            case ExpressionType.ArrayLength when operand.Shape.TopValue is null:
                return Give(visited, Shape.Plain);
            default:
                return operand.Shape.Compared is { } property
                    ? throw Refusal.Of(property, node.NodeType)
                    : Give(visited, _scope.Types.Of(node.Type));
        }
    }

    protected override Expression VisitBinary(BinaryExpression node)
    {
        if (node.NodeType is ExpressionType.Equal or ExpressionType.NotEqual)
            return Give(_equality.Check(node));
        var left = Read(node.Left);
        var right = Read(node.Right);
        var conversion = VisitAndConvert(node.Conversion, nameof(VisitBinary));
        if ((left.Shape.Compared ?? right.Shape.Compared) is { } property)
        {
            throw node.NodeType == ExpressionType.Coalesce
                ? Refusal.Of(property, "??", "Project the property itself and apply ?? to the result.")
                : Refusal.Of(property, node.NodeType);
        }

        var visited = node.Update(left.Node, conversion, right.Node);
        return Give(visited, node.NodeType switch
        {
            ExpressionType.Coalesce => Shape.Any([left.Shape, right.Shape]),
            ExpressionType.ArrayIndex when left.Shape != Shape.Plain => left.Shape.Elements,
            _ => _scope.Types.Of(node.Type),
        });
    }

    protected override Expression VisitMember(MemberExpression node) => Give(_members.Check(node));

    protected override Expression VisitMethodCall(MethodCallExpression node) =>
        Give(QueryOperators.IsOperator(node) ? _operators.Check(node) : _methods.Check(node));

    protected override Expression VisitConditional(ConditionalExpression node)
    {
        var test = Read(node.Test);
        if (test.Shape.Compared is { } condition)
            throw Refusal.Of(condition, "a condition", Refusal.InMemory);
        var yes = Read(node.IfTrue);
        var no = Read(node.IfFalse);
        if ((yes.Shape.TopValue ?? no.Shape.TopValue) is { } property && !NullTest.IsNull(node.IfTrue) && !NullTest.IsNull(node.IfFalse))
            throw Refusal.Of(property, "a conditional expression", "Project the property itself and choose afterwards.");
        return Give(node.Update(test.Node, yes.Node, no.Node), Shape.Any([yes.Shape, no.Shape]));
    }

    protected override Expression VisitTypeBinary(TypeBinaryExpression node)
    {
        var operand = Read(node.Expression);
        return operand.Shape.Carried is { } property
            ? throw Refusal.Of(property, "a type test", Refusal.InMemory)
            : Give(node.Update(operand.Node), Shape.Plain);
    }

    protected override Expression VisitNewArray(NewArrayExpression node)
    {
        var items = node.Expressions.Select(Read).ToList();
        if (node != _lastArray && items.Select(item => item.Shape.TopValue).FirstOrDefault(value => value is not null) is { } property)
            throw Refusal.Of(property, "an array", "Project the properties as members of an anonymous type.");
        return Give(node.Update(items.Select(item => item.Node)), Shape.Sequence(Shape.Any(items.Select(item => item.Shape))));
    }

    protected override Expression VisitNew(NewExpression node)
    {
        var arguments = node.Arguments.Select(Read).ToList();
        if (node.Members is null
            && arguments.Select(argument => argument.Shape.Compared).FirstOrDefault(value => value is not null) is { } property
            && _isColumnType(node.Type))
        {
            throw Refusal.Of(property, $"new {node.Type.Name}()", Refusal.InMemory);
        }

        // Without named members, nothing tells which argument becomes which member.
        Dictionary<string, Shape> members = [];
        for (var i = 0; i < node.Members?.Count; i++)
            members[node.Members[i].Name] = arguments[i].Shape;
        var rest = node.Members is null ? Shape.Any(arguments.Select(argument => argument.Shape)) : Shape.Plain;
        return Give(node.Update(arguments.Select(argument => argument.Node)), Shape.Composite(members, rest));
    }

    protected override Expression VisitMemberInit(MemberInitExpression node)
    {
        var creation = Read(node.NewExpression);
        var members = new Dictionary<string, Shape>(creation.Shape.Members ?? new Dictionary<string, Shape>());
        List<Shape> rest = [creation.Shape.Rest ?? Shape.Plain];
        List<MemberBinding> bindings = [];
        foreach (var binding in node.Bindings)
        {
            if (binding is MemberAssignment assignment)
            {
                var value = Read(assignment.Expression);
                members[assignment.Member.Name] = value.Shape;
                bindings.Add(assignment.Update(value.Node));
                continue;
            }

            var known = _frames.Peek().Children.Count;
            bindings.Add(VisitMemberBinding(binding));
            rest.AddRange(_frames.Peek().Children.Skip(known));
        }

        return Give(node.Update((NewExpression)creation.Node, bindings), Shape.Composite(members, Shape.Any(rest)));
    }

    private static NewArrayExpression? LastArray(Expression query)
    {
        while (query is MethodCallExpression call && QueryOperators.IsOperator(call)
            && (call.Method.Name.StartsWith("First", StringComparison.Ordinal)
                || call.Method.Name.StartsWith("Single", StringComparison.Ordinal))
            && call.Arguments.Skip(1).All(argument => QueryOperators.Lambda(argument) is null))
        {
            query = call.Arguments[0];
        }

        return query is MethodCallExpression { Method.Name: "Select" } select
            && QueryOperators.IsOperator(select)
            && QueryOperators.Lambda(select.Arguments[1])?.Body is NewArrayExpression { NodeType: ExpressionType.NewArrayInit } array
            && array.Type == typeof(object[])
                ? array
                : null;
    }

    private static bool KeepsValue(UnaryExpression node) =>
        node.Method is null
        && (node.Type.IsAssignableFrom(node.Operand.Type)
            || Nullable.GetUnderlyingType(node.Type) == node.Operand.Type
            || Nullable.GetUnderlyingType(node.Operand.Type) == node.Type);

    private Checked Read(Expression node)
    {
        var visited = Visit(node);
        return new Checked(visited, _last);
    }

    private T Give<T>(T visited, Shape shape)
        where T : Expression
    {
        _frames.Peek().Result = shape;
        return visited;
    }

    private Expression Give(Checked result) => Give(result.Node, result.Shape);

    private Shape NotKnown(Expression node, Frame frame)
    {
        foreach (var child in frame.Children)
        {
            if (child.Carried is { } property)
                throw Refusal.Of(property, node.NodeType);
        }

        return _scope.Types.Of(node.Type);
    }

    /// <summary>What visiting an expression has found so far.</summary>
    private sealed class Frame
    {
        public List<Shape> Children { get; } = [];

        public Shape? Result { get; set; }
    }
}
