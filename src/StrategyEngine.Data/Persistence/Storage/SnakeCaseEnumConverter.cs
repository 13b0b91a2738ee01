using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace StrategyEngine.Data.Persistence;

/// <summary>Stores an enum as snake_case text.</summary>
internal sealed class SnakeCaseEnumConverter<TEnum>()
    : ValueConverter<TEnum, string>(value => SnakeCase.Write(value), text => SnakeCase.Read<TEnum>(text))
    where TEnum : struct, Enum;
