using System.Linq.Expressions;
using System.Reflection;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Encryption.Mapping;
using StrategyEngine.Data.Encryption.Querying;
using StrategyEngine.Data.Encryption.Querying.Operators;

using Owner = StrategyEngine.Data.Tests.Encryption.GuardContext.Owner;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>Takes the operators from the libraries themselves, so that one that a later version adds has to be decided on.</summary>
[TestFixture]
internal sealed class QueryGuardOperatorTests
{
    /// <summary>What encrypted elements may run through: operators that do not look at them.</summary>
    private static readonly string[] Carriers =
    [
        "Any()", "Count()", "LongCount()", "AsQueryable()", "Cast()", "OfType()", "DefaultIfEmpty()", "Concat(source2)", "Reverse()",
        "Shuffle()",
        "ElementAt(index)", "ElementAtOrDefault(index)", "First()", "FirstOrDefault()", "Last()", "LastOrDefault()", "Single()",
        "SingleOrDefault()",
        "Skip(count)", "SkipLast(count)", "Take(count)", "Take(range)", "TakeLast(count)",
        "Select(selector)", "SelectMany(selector)", "SelectMany(collectionSelector,resultSelector)",
    ];

    private static readonly Type[] Libraries =
    [
        typeof(Queryable), typeof(Enumerable), typeof(EntityFrameworkQueryableExtensions), typeof(RelationalQueryableExtensions),
    ];

    private GuardDatabase _database = null!;
    private GuardContext _context = null!;

    [OneTimeSetUp]
    public void Open()
    {
        _database = new GuardDatabase();
        _context = _database.NewContext();
    }

    [OneTimeTearDown]
    public void Close()
    {
        _context.Dispose();
        _database.Dispose();
    }

    [TestCaseSource(nameof(Libraries))]
    public void Every_operator_and_every_parameter_of_one_is_classified(Type library)
    {
        var methods = library.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly);
        methods.Should().NotBeEmpty();

        foreach (var method in methods)
        {
            var known = QueryOperators.Find(method);
            known.Should().NotBeNull($"{library.Name}.{method.Name} must be listed in QueryOperators");
            if (known!.Elements == ElementUse.Unknown || method.Name.StartsWith("ExecuteUpdate", StringComparison.Ordinal))
                continue;
            for (var i = 0; i < method.GetParameters().Length; i++)
            {
                QueryOperators.Role(method, i).Should()
                    .NotBe(ParameterRole.Unknown, $"of {library.Name}.{method.Name}, {method.GetParameters()[i].Name} must have a role");
            }
        }
    }

    [Test]
    public void An_operator_that_is_not_listed_is_refused()
    {
        var unlisted = typeof(QueryGuardOperatorTests).GetMethod(nameof(Refine), BindingFlags.Static | BindingFlags.NonPublic)!;
        QueryOperators.Find(unlisted).Should().BeNull();

        Refuses(Expression.Call(unlisted, _context.Owners.Select(owner => owner.Note).Expression)).Should().BeTrue();
        Refuses(Expression.Call(unlisted, _context.Owners.Select(owner => owner.Name).Expression)).Should().BeFalse();
    }

    private static IEnumerable<TestCaseData> Operators() =>
        typeof(Queryable).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select((method, i) => new TestCaseData(method).SetName($"Over encrypted values: {i} {Name(method)}"));

    [TestCaseSource(nameof(Operators))]
    public void An_operator_over_encrypted_values_is_refused_or_only_carries_them(MethodInfo method)
    {
        var refused = Refuses(Call(method));

        refused.Should().Be(!Carriers.Contains(Name(method)), $"it is {(refused ? "refused" : "let through")}: {method}");
    }

    [Test]
    public void The_operators_named_as_carriers_exist() =>
        Carriers.Should().BeSubsetOf(typeof(Queryable).GetMethods().Select(Name));

    private static readonly Type[] Functions =
    [
        typeof(string), typeof(Math), typeof(Convert), typeof(object), typeof(Guid), typeof(DateTime), typeof(int), typeof(int?),
        typeof(System.Text.RegularExpressions.Regex),
        typeof(DbFunctionsExtensions), typeof(RelationalDbFunctionsExtensions), typeof(SqliteDbFunctionsExtensions), typeof(Tuple),
        typeof(ValueTuple),
    ];

    [TestCaseSource(nameof(Functions))]
    public void Every_function_of_an_encrypted_value_is_refused(Type type)
    {
        var owner = Expression.Parameter(typeof(Owner));
        string[] properties = [nameof(Owner.Note), nameof(Owner.Score), nameof(Owner.Rank), nameof(Owner.Moment), nameof(Owner.Bytes)];
        var calls =
            from declared in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            let method = declared is { IsGenericMethodDefinition: true } && declared.GetGenericArguments().Length == 1
                ? Closed(declared)
                : declared
            where method is { ContainsGenericParameters: false, IsSpecialName: false } && method.ReturnType != typeof(void)
            where !method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef || parameter.ParameterType.IsByRefLike)
                && method.ReturnType is { IsByRef: false, IsByRefLike: false }
            from property in properties
            from call in Calls(method, Expression.Property(owner, property))
            select call;

        var tried = 0;
        foreach (var call in calls)
        {
            tried++;
            var query = _context.Owners.Select(Expression.Lambda<Func<Owner, object?>>(Expression.Convert(call, typeof(object)), owner));
            Refuses(query.Expression).Should().BeTrue(call.ToString());
        }

        tried.Should().BePositive();
    }

    private static MethodInfo? Closed(MethodInfo definition)
    {
        try
        {
            return definition.MakeGenericMethod(typeof(string));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The calls of a method in which a value stands for one of its operands.</summary>
    private static IEnumerable<MethodCallExpression> Calls(MethodInfo method, Expression value)
    {
        var parameters = method.GetParameters();
        Expression[] others = [.. parameters.Select(parameter => (Expression)Expression.Default(parameter.ParameterType))];
        var fitsInstance = !method.IsStatic && method.DeclaringType!.IsAssignableFrom(value.Type);
        if (fitsInstance && !(method.Name == nameof(Equals) && parameters.Length == 1))
            yield return Expression.Call(Expression.Convert(value, method.DeclaringType!), method, others);
        if (!method.IsStatic)
            yield break;
        for (var i = 0; i < parameters.Length; i++)
        {
            // Equality with a null is a null test.
            if (!parameters[i].ParameterType.IsAssignableFrom(value.Type)
                || method.Name is nameof(Equals) or nameof(ReferenceEquals)
                || method.IsSpecialName)
            {
                continue;
            }

            yield return Expression.Call(
                method, [.. others[..i], Expression.Convert(value, parameters[i].ParameterType), .. others[(i + 1)..]]);
        }
    }

    private static string Name(MethodInfo method) =>
        $"{method.Name}({string.Join(',', method.GetParameters().Skip(1).Select(parameter => parameter.Name))})";

    /// <summary>A call over the encrypted notes of owners, whose lambdas return their argument where they can.</summary>
    private MethodCallExpression Call(MethodInfo definition)
    {
        var method = Close(definition);
        var arguments = method.GetParameters().Select((parameter, i) => Argument(parameter, i == 0 ? parameter.ParameterType : null))
            .ToArray();
        return Expression.Call(method, arguments);
    }

    // An overload whose selector gives a number runs over owners, all else over notes.
    private static MethodInfo Close(MethodInfo definition)
    {
        if (!definition.IsGenericMethodDefinition)
            return definition;
        var selectsNumber = definition.GetParameters() is [_, { Name: "selector" } selector]
            && selector.ParameterType.GetGenericArguments()[0].GetGenericArguments()[^1] is { IsValueType: true };
        return definition.MakeGenericMethod(
            definition.GetGenericArguments().Select(_ => selectsNumber ? typeof(Owner) : typeof(string)).ToArray());
    }

    private Expression Argument(ParameterInfo parameter, Type? source)
    {
        var type = parameter.ParameterType;
        if (source is not null
            || (type.IsGenericType && type != typeof(string) && typeof(System.Collections.IEnumerable).IsAssignableFrom(type)))
        {
            return Sequence(type);
        }

        if (typeof(LambdaExpression).IsAssignableFrom(type))
            return Expression.Quote(Lambda(type.GetGenericArguments()[0]));
        return type == typeof(string) ? Expression.Constant("ant") : Expression.Default(type);
    }

    private Expression Sequence(Type type)
    {
        var element = type.IsGenericType ? type.GetGenericArguments()[^1] : typeof(string);
        if (element == typeof(Owner))
            return _context.Owners.AsQueryable().Expression;
        if (element == typeof(string))
        {
            var notes = _context.Owners.Select(owner => owner.Note).Expression;
            return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IOrderedQueryable<>)
                ? Expression.Convert(notes, type)
                : notes;
        }

        var parameter = Expression.Parameter(typeof(Owner));
        var selector = Expression.Lambda(Number(parameter, element), parameter);
        return Expression.Call(
            typeof(Queryable), nameof(Queryable.Select), [typeof(Owner), element], _context.Owners.AsQueryable().Expression, selector);
    }

    // The encrypted number is Score; wider types cannot be reached without a conversion, which would be refused before the operator is.
    private static Expression Number(ParameterExpression owner, Type type) =>
        type == typeof(int) ? Expression.Property(owner, nameof(Owner.Score))
        : type == typeof(int?) ? Expression.Property(owner, nameof(Owner.Rank))
        : Expression.Convert(Expression.Property(owner, nameof(Owner.Score)), type);

    private static LambdaExpression Lambda(Type function)
    {
        var arguments = function.GetGenericArguments();
        var parameters = arguments[..^1].Select(Expression.Parameter).ToArray();
        var result = arguments[^1];
        var text = Array.Find(parameters, parameter => parameter.Type == typeof(string));
        Expression body =
            result == typeof(string) ? text ?? (Expression)Expression.Constant("ant")
            : result == typeof(bool) ? Expression.Equal(text!, Expression.Constant("ant"))
            : result.IsGenericType && result.GetGenericTypeDefinition() == typeof(IEnumerable<>)
                ? Expression.Call(typeof(Enumerable), nameof(Enumerable.Empty), result.GetGenericArguments())
            : parameters[0].Type == typeof(Owner) ? Number(parameters[0], result)
            : Expression.Default(result);
        return Expression.Lambda(function, body, parameters);
    }

    private bool Refuses(Expression query)
    {
        try
        {
            Check(query);
            return false;
        }
        catch (EncryptedQueryException)
        {
            return true;
        }
    }

    private Expression Check(Expression query) =>
        EncryptedQueryGuard.Check(query, EncryptedModel.Of(_context.Model), static type => type.IsValueType || type == typeof(string));

    private static IQueryable<string> Refine(IQueryable<string> source) => source;
}
