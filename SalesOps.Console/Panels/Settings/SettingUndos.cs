using MediatR;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;

namespace SalesOps.Console.Panels.Settings;

/// <summary>What is set for everybody and can be set back at once: all of it are rows that only grow, so that another row with what held before takes it back.</summary>
internal static class SettingUndos
{
    /// <summary>Offers to set back what was just set.</summary>
    /// <param name="name">What was set, in words.</param>
    /// <param name="back">The command that sets it back; it says what holds since, so that it is refused when somebody else set it meanwhile.</param>
    /// <param name="then">What is to be read anew; null for what follows by itself.</param>
    public static void Offer<T>(this Undos undos, IMediator mediator, string name, Func<IRequest<Result<T>>> back, Func<Task>? then = null) =>
        undos.Offer(Text.SettingSaved.With(name), () => mediator.Send(back()), _ => Text.SettingUndone.With(name), then: then);
}
