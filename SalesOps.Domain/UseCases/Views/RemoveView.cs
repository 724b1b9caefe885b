using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Views;

/// <summary>删除视图: nobody finds it any more; <see cref="RestoreView"/> brings it back.</summary>
public static class RemoveView
{
    /// <param name="Version">Of the view as it was looked at.</param>
    public sealed record Command(Guid OperationId, Guid ViewId, int Version) : ICommand<Done>
    {
        public static Access Access => Access.AnyPerson;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.ViewId).NotEmpty();
    }

    internal sealed class Handler(Change change, CallerContext caller) : IRequestHandler<Command, Result<Done>>
    {
        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var (view, refused) = ViewFile.Find(change, caller.Current, request.ViewId, request.Version);
            if (view is null) return Task.FromResult<Result<Done>>(refused!);
            view.Remove(change.Now);
            change.Record("view.removed", view);
            return Task.FromResult<Result<Done>>(Done.It);
        }
    }
}
