using System.Reflection;
using System.Reflection.Emit;

namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>Reads what the compiler made of the source, so that tests of it hold wherever a file lies and whatever it is called.</summary>
internal static class CompiledCode
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // ECMA-335, partition III: every instruction by its one or two bytes.
    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(opcode => opcode.Value);

    /// <summary>The methods and constructors that a type declares.</summary>
    public static IEnumerable<MethodBase> Methods(Type type) =>
        type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared));

    /// <summary>The types, methods and fields that a method's body names.</summary>
    public static IEnumerable<MemberInfo> Members(MethodBase method) => Operands(method).OfType<MemberInfo>();

    /// <summary>The texts in a method's body, in order.</summary>
    public static IEnumerable<string> Texts(MethodBase method) => Operands(method).OfType<string>();

    /// <summary>The texts that each call of a method gets, in order: those that stand between it and the call before it.</summary>
    public static IEnumerable<IReadOnlyList<string>> TextsOfCalls(MethodBase method, Func<MethodBase, bool> isCalled)
    {
        var texts = new List<string>();
        foreach (var operand in Operands(method))
        {
            if (operand is string text)
                texts.Add(text);
            if (operand is not MethodBase called)
                continue;
            if (isCalled(called))
                yield return [.. texts];
            texts.Clear();
        }
    }

    private static IEnumerable<object> Operands(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
            yield break;
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethodDefinition ? method.GetGenericArguments() : null;
        for (var i = 0; i < code.Length;)
        {
            var opcode = code[i] == 0xFE ? OpCodesByValue[unchecked((short)(0xFE00 | code[i + 1]))] : OpCodesByValue[code[i]];
            i += opcode.Size;
            if (opcode.OperandType is OperandType.InlineString)
            {
                yield return method.Module.ResolveString(BitConverter.ToInt32(code, i));
            }
            else if (opcode.OperandType
                is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType
                && method.Module.ResolveMember(BitConverter.ToInt32(code, i), typeArguments, methodArguments) is { } member)
            {
                yield return member;
            }

            i += opcode.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, i)),
                _ => 4,
            };
        }
    }
}
