using FluentValidation;

namespace SalesOps.Domain.UseCases.Tasks;

/// <summary>When a task may be due that a person sets.</summary>
internal static class DueTimes
{
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(366);

    /// <summary>From now on, within a year.</summary>
    public static void DueSoon<T>(this IRuleBuilder<T, DateTime> rule, TimeProvider time) =>
        rule.Must(at => at != default).WithMessage("A due time is required.").WithErrorCode("required")
            .Must(at => at == default || at > time.GetUtcNow().UtcDateTime && at <= time.GetUtcNow().UtcDateTime + Farthest)
            .WithMessage("The due time must lie in the future, within a year.").WithErrorCode("due");

    public static DateTime ToWholeMinute(this DateTime at) => new(at.Ticks - at.Ticks % TimeSpan.TicksPerMinute, DateTimeKind.Utc);
}
